// A draft as a file, colophon/draft/1: taken along, kept elsewhere, opened again by dropping it. docs/formats/draft.md.
import { ColophonError } from '../sdk/errors.js';
import type { CoverBrief } from '../cover/types.js';
import type { Snapshot } from '../element/keeper.js';
import { isAi, type Fields } from '../element/fields.js';
import type { Edit } from '../picture/types.js';
import type { State, Step } from '../element/work.js';
import { base64Of } from './base64.js';

const format = 'colophon/draft/1';
/** Core takes files of 64 MiB; their base64 has a third more. */
const bytesMax = 96 * 2 ** 20;
const ratios: readonly CoverBrief['ratio'][] = ['book', 'square', 'wide', 'story'];
const statesMax = 201, stepsMax = 200, textMax = 200, sharesMax = 64;

export async function draftFile({ name, type, file, history, fields, cover }: Snapshot): Promise<Blob> {
  const head = JSON.stringify({ format, name, type, history, fields, cover, file: { media_type: file.type, base64: '' } });
  // Base64 needs no escapes: it goes between the last quotation marks as it is.
  return new Blob([head.slice(0, -3), await base64Of(file), head.slice(-3)], { type: 'application/json' });
}

const refuse = (field: string): never => {
  throw new ColophonError({ code: 'invalid_argument', field, detail: `This draft's "${field}" is not what colophon/draft/1 says: it was changed or cut. Take another copy of the file.` });
};
const record = (value: unknown, field: string): Record<string, unknown> =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : refuse(field));
const text = (value: unknown, max: number, field: string): string => (typeof value === 'string' && value.length <= max ? value : refuse(field));
const list = (value: unknown, max: number, field: string): unknown[] => (Array.isArray(value) && value.length <= max ? value : refuse(field));

const adjustments = ['exposure_milli', 'contrast', 'saturation', 'warmth', 'tint', 'denoise', 'sharpen'];
const whole = (value: unknown, field: string): number => (Number.isInteger(value) && Math.abs(value as number) < 2 ** 31 ? (value as number) : refuse(field));
const wholes = (value: unknown, names: readonly string[], field: string): Record<string, number> =>
  Object.fromEntries(Object.entries(record(value, field)).map(([name, number]) => [names.includes(name) ? name : refuse(`${field}.${name}`), whole(number, `${field}.${name}`)]));

/** Shapes only: core knows every range, and says which value is out of it. */
function editOf(value: unknown, field: string): Edit {
  const edit: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(record(value, field))) {
    const at = `${field}.${name}`;
    if (name === 'turns') edit[name] = whole(given, at);
    else if (name === 'mirror') edit[name] = typeof given === 'boolean' ? given : refuse(at);
    else if (name === 'crop') edit[name] = wholes(given, ['x', 'y', 'width', 'height'], at);
    else if (name === 'adjust') edit[name] = wholes(given, adjustments, at);
    else refuse(at);
  }
  return edit as Edit;
}
function stepOf(value: unknown): Step {
  const field = 'history.states.steps', { repair, edit, enlarge } = record(value, field);
  if (edit !== undefined) return { edit: editOf(edit, `${field}.edit`) };
  if (enlarge !== undefined) return enlarge === 2 ? { enlarge } : refuse(`${field}.enlarge`);
  return repair === 'levels' || repair === 'sharpen' ? { repair } : refuse(`${field}.repair`);
}
function stateOf(value: unknown): State {
  const { kind, steps } = record(value, 'history.states');
  if (kind !== 'photo' && kind !== 'drawing' && kind !== 'painting') return refuse('history.states.kind');
  return { kind, steps: list(steps, stepsMax, 'history.states.steps').map(stepOf) };
}
export function historyOf(value: unknown): Snapshot['history'] {
  if (value === undefined) return undefined;
  const { states, at } = record(value, 'history'), found = list(states, statesMax, 'history.states').map(stateOf);
  return Number.isInteger(at) && (at as number) >= 0 && (at as number) < found.length ? { states: found, at: at as number } : refuse('history.at');
}
function fieldsOf(value: unknown): Fields | undefined {
  if (value === undefined) return undefined;
  const { title, ai, shares } = record(value, 'fields');
  if (!isAi(ai)) return refuse('fields.ai');
  return {
    title: text(title, textMax, 'fields.title'), ai,
    shares: list(shares, sharesMax, 'fields.shares').map((one) => {
      const share = record(one, 'fields.shares');
      return { party: text(share['party'], textMax, 'fields.shares.party'), share: text(share['share'], textMax, 'fields.shares.share') };
    }),
  };
}

function coverOf(value: unknown): CoverBrief | undefined {
  if (value === undefined) return undefined;
  const { title, subtitle, author, ratio, choice } = record(value, 'cover'), at = 'cover.choice';
  if (!ratios.includes(ratio as CoverBrief['ratio'])) return refuse('cover.ratio');
  const { template, scheme } = choice === undefined ? {} : record(choice, at);
  return {
    title: text(title, textMax, 'cover.title'), subtitle: text(subtitle, textMax, 'cover.subtitle'), author: text(author, textMax, 'cover.author'), ratio: ratio as CoverBrief['ratio'],
    // What there is no layout of that name for is passed over when covers are made.
    ...(choice !== undefined && { choice: { template: text(template, textMax, `${at}.template`), scheme: text(scheme, textMax, `${at}.scheme`) } as CoverBrief['choice'] & object }),
  };
}

/** The draft that a file holds; undefined where it is some other JSON. Errors: invalid_argument names the field. */
export async function readDraft(file: Blob): Promise<Snapshot | undefined> {
  if (file.size > bytesMax) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(await file.text());
  } catch {
    return undefined;
  }
  if (typeof document !== 'object' || document === null || (document as { format?: unknown }).format !== format) return undefined;
  const { name, type, history, fields, cover, file: inner } = document as Record<string, unknown>;
  if (type !== 'image' && type !== 'text') return refuse('type');
  const { media_type: mediaType, base64 } = record(inner, 'file');
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob(text(base64, bytesMax, 'file.base64')), (character) => character.charCodeAt(0));
  } catch {
    return refuse('file.base64');
  }
  return {
    name: text(name, 255, 'name'), type, history: type === 'image' ? historyOf(history) : undefined, fields: fieldsOf(fields), cover: coverOf(cover),
    file: new Blob([bytes], { type: type === 'text' ? 'text/plain' : text(mediaType, textMax, 'file.media_type') }),
  };
}
