// A form that tells what is wrong beside the field that it is about.
import type { ColophonError } from '@colophon/sdk';
import { h, put } from '../../element/dom.js';
import { asMessage } from '../../site/errors.js';
import { roleButton, type Desk, type RoleName } from '../context.js';

export interface Field {
  name: string; label: string; hint?: string; value?: string | boolean; type?: 'text' | 'date' | 'checkbox' | 'select'; options?: readonly (readonly [value: string, label: string])[];
  required?: boolean; size?: string;
  /** Suggestions under a text field. */
  list?: readonly (readonly [value: string, label: string])[];
}
export type Values = Record<string, string | boolean>;
export interface FormOptions { role: RoleName; submit: string; send(values: Values): Promise<void>; cancel?(): void }

let forms = 0;

export function form(desk: Desk, fields: readonly Field[], { role, submit, send, cancel }: FormOptions): HTMLFormElement {
  const id = `form-${++forms}`, trouble = h('div'), inputs = new Map<string, HTMLInputElement | HTMLSelectElement>(), problems = new Map<string, HTMLElement>();
  const element = h('form', { class: 'earn-form', novalidate: true });
  const rows = fields.map((field) => {
    const name = `${id}-${field.name}`, problem = h('span', { class: 'wrong', id: `${name}-wrong`, role: 'alert' });
    const common = { id: name, name: field.name, 'aria-describedby': field.hint === undefined ? `${name}-wrong` : `${name}-hint ${name}-wrong`, required: field.required };
    const input = field.type === 'select'
      ? h('select', common, ...(field.options ?? []).map(([value, label]) => h('option', { value, selected: value === field.value }, label)))
      : field.type === 'checkbox' ? h('input', { ...common, type: 'checkbox', checked: field.value === true })
        : h('input', { ...common, type: field.type ?? 'text', value: String(field.value ?? ''), size: field.size, autocomplete: 'off', spellcheck: 'false', list: field.list && `${name}-list` });
    inputs.set(field.name, input);
    problems.set(field.name, problem);
    input.addEventListener('input', () => { problem.textContent = ''; input.removeAttribute('aria-invalid'); });
    // The hint describes the field and is no part of its name.
    return h('div', { class: field.type === 'checkbox' ? 'field check' : 'field' }, h('label', { for: name }, field.label), input,
      field.list && h('datalist', { id: `${name}-list` }, ...field.list.map(([value, label]) => h('option', { value }, label))),
      field.hint !== undefined && h('span', { class: 'soft tiny', id: `${name}-hint` }, field.hint), problem);
  });
  const wrong = (name: string, text: string): void => {
    const input = inputs.get(name), problem = problems.get(name);
    if (!input || !problem) return;
    problem.textContent = text;
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  };
  const run = async (): Promise<void> => {
    put(trouble);
    const missing = fields.find((field) => field.required && String(field.type === 'checkbox' ? '' : inputs.get(field.name)?.value ?? '').trim() === '');
    if (missing) return wrong(missing.name, desk.earn.form.missing);
    const values: Values = {};
    for (const [name, input] of inputs) values[name] = input instanceof HTMLInputElement && input.type === 'checkbox' ? input.checked : input.value.trim();
    try {
      await send(values);
    } catch (thrown) {
      if (desk.signal.aborted) return;
      const error = thrown as ColophonError, name = (error.field ?? '').split('.').pop() ?? '';
      put(trouble, asMessage(desk.locale, thrown));
      if (inputs.has(name)) wrong(name, error.detail);
    }
  };
  element.addEventListener('submit', (event) => { event.preventDefault(); if (desk.me.role === role) void run(); });
  put(element, h('div', { class: 'row fields' }, ...rows), trouble,
    h('div', { class: 'row' }, roleButton(desk, role, submit, () => element.requestSubmit()), cancel && h('button', { type: 'button', class: 'quiet', onclick: cancel }, desk.earn.cancel)));
  return element;
}
