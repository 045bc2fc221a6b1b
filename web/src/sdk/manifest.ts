// The document that declares a user's model: docs/formats/model-manifest.md, checked field by field.
import { refusal, type Declared, type ModelField, type ModelSource, type Port } from './model.js';
import type { ColophonErrorCode } from './errors.js';

export type Task = 'upscale-2x';
const format = 'colophon-model-1';

/** What a task asks of a model: texts in a shape stand for sides that must be open. */
const tasks: Record<Task, { inputs: (number | string)[][]; outputs: (number | string)[][] }> = {
  'upscale-2x': { inputs: [[1, 3, 'height', 'width']], outputs: [[1, 3, '2*height', '2*width']] },
};

/** A manifest at an address, for a task. */
export const manifestAt = (address: string, task: Task, field: ModelField): ModelSource => ({ address, field, declare: (document) => declaredBy(document, address, task, field) });

function declaredBy(document: unknown, address: string, task: Task, field: ModelField): Declared {
  const refuse = (code: ColophonErrorCode, name: string, detail: string): never => {
    throw refusal(code, field, `${address}: ${name} ${detail}`);
  };
  if (typeof document !== 'object' || document === null || Array.isArray(document)) refuse('unknown_format', 'the document', `must be an object whose format is "${format}".`);
  const manifest = document as Record<string, unknown>;
  if (manifest.format !== format) refuse('unknown_format', 'format', `is ${JSON.stringify(manifest.format)}, and this version reads "${format}".`);
  for (const name of Object.keys(manifest)) {
    if (!['format', 'name', 'task', 'file', 'bytes', 'sha256', 'licence', 'source', 'inputs', 'outputs'].includes(name)) refuse('unknown_field', name, 'is no field of a manifest: remove it.');
  }
  const text = (name: string): string => {
    const value = manifest[name];
    if (value === undefined) refuse('missing_field', name, 'is missing.');
    if (typeof value !== 'string' || value === '' || value.length > 1_000) refuse('invalid_argument', name, 'must be a text of 1 to 1,000 characters.');
    return value as string;
  };
  // Nobody runs a model without knowing what it is, whose, and under which terms.
  for (const name of ['name', 'licence', 'source']) text(name);
  if (text('task') !== task) refuse('invalid_argument', 'task', `is "${String(manifest.task)}", and a model for "${task}" is needed here.`);
  const sha256 = text('sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) refuse('invalid_encoding', 'sha256', 'must be 64 hexadecimal digits in lower case.');
  const { bytes } = manifest;
  if (typeof bytes !== 'number' || !Number.isInteger(bytes) || bytes < 1) refuse(bytes === undefined ? 'missing_field' : 'invalid_argument', 'bytes', 'must be the size of the file, a whole number.');
  const file = new URL(text('file'), address);
  if (!['https:', 'http:', 'blob:'].includes(file.protocol)) refuse('invalid_argument', 'file', 'must be an address relative to the manifest, or of a web server.');
  const ports = (name: 'inputs' | 'outputs'): Port[] => {
    const list = manifest[name], shapes = tasks[task][name];
    const shape = (wanted: (number | string)[]): string => `float32 [${wanted.join(', ')}]`;
    const asked = `must be one of {"name", "type", "shape"}, and for "${task}" it is ${shapes.map(shape).join(', ')}.`;
    if (!Array.isArray(list) || list.length !== shapes.length) refuse(list === undefined ? 'missing_field' : 'invalid_argument', name, asked);
    return (list as Partial<Port>[]).map((port, i) => {
      const fits = typeof port === 'object' && port !== null && typeof port.name === 'string' && port.type === 'float32' && Array.isArray(port.shape) &&
        port.shape.length === shapes[i]!.length && shapes[i]!.every((side, at) => port.shape![at] === side);
      if (!fits) refuse('invalid_argument', `${name}[${i}]`, asked);
      return port as Port;
    });
  };
  return { file: file.href, sha256, bytes: bytes as number, inputs: ports('inputs'), outputs: ports('outputs') };
}
