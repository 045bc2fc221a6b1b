// The calls that the playground shows: the code of each as a reader would write it, and the same call run here.
import type { Colophon } from '@colophon/sdk';
import { openEditor } from '@colophon/sdk/picture';

export type CallName = 'features' | 'quality' | 'palette' | 'crop' | 'iscc' | 'text';
export type Values = Record<string, string>;
/** What one argument takes: whole numbers in a range, one of some values, or any text. */
export interface Argument { name: string; initial: string; min?: number; max?: number; choices?: readonly string[] }

export interface Call {
  name: CallName;
  input: 'picture' | 'text' | 'both';
  arguments: readonly Argument[];
  code(values: Values): string;
  run(colophon: Colophon, file: Blob, values: Values): Promise<unknown>;
}

const imports = "import { createColophon } from '@colophon/sdk';\n";
const lines = (...parts: string[]): string => parts.join('\n');

const ofImage = (call: string): string => lines(imports, 'const colophon = createColophon();', 'const image = await colophon.image(file);', `const result = await image.${call};`, 'image.dispose();');
const ofEditor = (call: string): string => lines(imports.trimEnd(), "import { openEditor } from '@colophon/sdk/picture';\n", 'const colophon = createColophon();',
  'const editor = await openEditor(colophon, file);', `const result = await editor.${call};`, 'editor.dispose();');

async function image<T>(colophon: Colophon, file: Blob, use: (opened: Awaited<ReturnType<Colophon['image']>>) => Promise<T>): Promise<T> {
  using opened = await colophon.image(file);
  return await use(opened);
}
async function editor<T>(colophon: Colophon, file: Blob, use: (opened: Awaited<ReturnType<typeof openEditor>>) => Promise<T>): Promise<T> {
  using opened = await openEditor(colophon, file);
  return await use(opened);
}
const ratioOf = ({ ratio = '1:1' }: Values): [number, number] => ratio.split(':').map(Number) as [number, number];
const named = ({ name = '' }: Values): string => (name === '' ? '' : `, { name: ${JSON.stringify(name)} }`);

export const calls: readonly Call[] = [
  {
    name: 'features', input: 'picture', arguments: [],
    code: () => ofImage('features()'),
    run: (colophon, file) => image(colophon, file, (opened) => opened.features()),
  },
  {
    name: 'quality', input: 'picture', arguments: [],
    code: () => ofImage('quality()'),
    run: (colophon, file) => image(colophon, file, (opened) => opened.quality()),
  },
  {
    name: 'palette', input: 'picture', arguments: [{ name: 'count', initial: '6', min: 1, max: 32 }],
    code: ({ count }) => ofEditor(`palette(${count})`),
    run: (colophon, file, { count }) => editor(colophon, file, (opened) => opened.palette(Number(count))),
  },
  {
    name: 'crop', input: 'picture', arguments: [{ name: 'ratio', initial: '1:1', choices: ['1:1', '4:5', '2:3', '9:16', '3:2', '16:9'] }],
    code: (values) => ofEditor(`crop([${ratioOf(values).join(', ')}])`),
    run: (colophon, file, values) => editor(colophon, file, (opened) => opened.crop(ratioOf(values))),
  },
  {
    name: 'iscc', input: 'both', arguments: [{ name: 'name', initial: '' }],
    code: (values) => lines(imports, 'const colophon = createColophon();', `const result = await colophon.iscc(file${named(values)});`),
    run: (colophon, file, { name }) => colophon.iscc(file, name ? { name } : {}),
  },
  {
    name: 'text', input: 'text', arguments: [],
    code: () => lines(imports, 'const colophon = createColophon();', 'const result = await colophon.text(await file.text());'),
    run: async (colophon, file) => colophon.text(await file.text()),
  },
];

/** Values as the call takes them, or the name of the argument that is none. */
export function checked(call: Call, values: Values): string | undefined {
  return call.arguments.find(({ name, min, max }) => {
    const value = Number(values[name]);
    return min !== undefined && max !== undefined && !(Number.isInteger(value) && value >= min && value <= max);
  })?.name;
}
