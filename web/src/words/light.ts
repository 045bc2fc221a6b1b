// Fields lie in the page's own DOM: selection and input methods do not work everywhere inside a shadow root.
import { h } from '../element/dom.js';

type Field = HTMLInputElement | HTMLTextAreaElement;
let fields = 0;

/** Puts the field into the element's light DOM; gives the slot that shows it. It goes when `remove` is called, or with the element. */
export function inLight(element: HTMLElement, field: Field): HTMLSlotElement {
  field.slot ||= `colophon-field-${++fields}`;
  if (field.parentNode !== element) element.append(field);
  return h('slot', { name: field.slot });
}

/** A field of one line with its label. Enter sends no form of the page around it. */
export function lightInput(element: HTMLElement, label: string, value: string, changed: (value: string) => void, maxlength = 400): { field: HTMLInputElement; element: HTMLElement } {
  const field = h('input', { type: 'text', autocomplete: 'off', maxlength, value, 'aria-label': label });
  field.addEventListener('input', (event) => { if (!(event as InputEvent).isComposing) changed(field.value); });
  field.addEventListener('compositionend', () => changed(field.value));
  field.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) event.preventDefault(); });
  return { field, element: h('div', { class: 'field' }, h('span', { class: 'label', 'aria-hidden': 'true', onclick: () => field.focus() }, label), inLight(element, field)) };
}
