// Asks before what cannot be undone: what will be final stands in a list, and nothing is chosen beforehand.
import { h } from '../../element/dom.js';
import type { Desk } from '../context.js';

export function confirmed(desk: Desk, title: string, consequences: readonly string[], yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = false;
    const choose = (value: boolean): void => {
      answer = value;
      dialog.close();
    };
    const cancel = h('button', { type: 'button', onclick: () => choose(false) }, desk.earn.cancel);
    const dialog = h('dialog', { class: 'confirm', 'aria-label': title }, h('div', { class: 'body stack' }, h('h2', null, title),
      h('ul', { class: 'consequences' }, ...consequences.map((text) => h('li', null, text))),
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'main yes', onclick: () => choose(true) }, yes), cancel)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
    desk.signal.addEventListener('abort', () => dialog.close(), { once: true });
    document.body.append(dialog);
    dialog.showModal();
    cancel.focus();
  });
}
