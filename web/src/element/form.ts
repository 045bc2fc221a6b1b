// A form as data: fields with labels and hints, one button, and the error beside the field that it names.
import { h, put } from './dom.js';
import { alertBox } from './parts.js';
import { pickMessages, tell } from './texts.js';

export interface Field {
  name: string;
  label: string;
  type?: 'text' | 'area' | 'password' | 'choice' | 'tick' | 'date' | 'number' | 'file';
  value?: string;
  /** Of a choice: value and what is shown. */
  choices?: readonly (readonly [string, string])[];
  hint?: string;
  optional?: boolean;
  /** For password managers. */
  autocomplete?: string;
}
/** What was filled in: ticks are "true" or "". */
export type Filled = Record<string, string>;
export interface FormOptions {
  locale: string;
  submit: string;
  working: string;
  /** Said beside a field that is needed and empty. */
  needed: string;
  /** An error that names "declaration.body.days" stands beside the field "days". */
  fields: readonly Field[];
  className?: string;
  send(filled: Filled, files: Record<string, File>): Promise<void>;
}
type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
let forms = 0;

function inputOf(field: Field, id: string): Input {
  const common = { id, name: field.name, 'aria-describedby': `${id}-note`, autocomplete: field.autocomplete ?? 'off', value: field.value ?? '' };
  if (field.type === 'area') return h('textarea', { ...common, rows: '3' });
  if (field.type === 'choice') return h('select', { ...common, value: undefined }, ...(field.choices ?? []).map(([value, label]) => h('option', { value, selected: value === field.value }, label)));
  if (field.type === 'tick') return h('input', { ...common, type: 'checkbox', value: 'true', checked: field.value === 'true' });
  const types = { text: 'text', password: 'password', date: 'date', number: 'text', file: 'file' } as const;
  return h('input', { ...common, type: types[field.type ?? 'text'], ...(field.type === 'number' && { inputmode: 'decimal' }), ...(field.type === 'file' && { value: undefined }) });
}

export function form({ locale, submit, working, needed, fields, className = 'stack', send }: FormOptions): HTMLFormElement {
  const mine = ++forms, trouble = h('div', { tabindex: '-1' }), button = h('button', { type: 'submit', class: 'main' }, submit);
  const rows = fields.map((field) => {
    const id = `f${mine}-${field.name}`, input = inputOf(field, id), wrong = h('p', { class: 'wrong', id: `${id}-wrong` });
    const note = h('p', { class: 'hint', id: `${id}-note` }, field.hint ?? '');
    const element = field.type === 'tick'
      ? h('div', { class: 'field tick' }, h('label', null, input, h('span', null, field.label)), note, wrong)
      : h('div', { class: 'field' }, h('label', { for: id }, field.label), input, note, wrong);
    note.hidden = field.hint === undefined;
    return { field, input, wrong, element };
  });
  const mark = (row: (typeof rows)[number], text: string): void => {
    row.wrong.textContent = text;
    row.input.setAttribute('aria-invalid', String(text !== ''));
  };
  const read = (input: Input): string => (input instanceof HTMLInputElement && input.type === 'checkbox' ? (input.checked ? 'true' : '') : input.value.trim());
  const submitted = async (): Promise<void> => {
    put(trouble);
    const empty = rows.filter((row) => { const bad = !row.field.optional && row.field.type !== 'tick' && read(row.input) === ''; mark(row, bad ? needed : ''); return bad; });
    if (empty.length > 0) return empty[0]!.input.focus();
    button.disabled = true;
    button.textContent = working;
    const files: Record<string, File> = {};
    for (const { field, input } of rows) if (input instanceof HTMLInputElement && input.files?.[0]) files[field.name] = input.files[0];
    try {
      await send(Object.fromEntries(rows.map(({ field, input }) => [field.name, field.type === 'password' ? (input as HTMLInputElement).value : read(input)])), files);
    } catch (thrown) {
      const messages = pickMessages([locale]), named = String((thrown as { field?: unknown }).field ?? ''), row = rows.find(({ field }) => named === field.name || named.endsWith(`.${field.name}`));
      if (row) {
        const told = tell(messages, thrown);
        mark(row, [told.message, told.detail].filter((text) => text !== '').join(' '));
        return row.input.focus();
      }
      put(trouble, alertBox(messages, thrown));
      trouble.focus();
    } finally {
      button.disabled = false;
      button.textContent = submit;
    }
  };
  return h('form', { class: className, novalidate: true, onsubmit: (event: SubmitEvent) => { event.preventDefault(); void submitted(); } },
    ...rows.map((row) => row.element), trouble, h('div', { class: 'row' }, button));
}
