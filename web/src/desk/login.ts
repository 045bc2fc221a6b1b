// Signing in. The sample shows its accounts; a real desk shows none.
import { h, put } from '../element/dom.js';
import type { DeskMessages } from '../locales/site/desk.en.js';
import { post, type SiteFacts } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import type { Me } from './context.js';

export function loginView(locale: string, messages: DeskMessages, facts: SiteFacts | undefined, enter: (me: Me) => void): HTMLElement {
  const { login: words } = messages, trouble = h('div');
  const user = h('input', { type: 'text', name: 'user', autocomplete: 'username', required: true, autocapitalize: 'none', spellcheck: 'false' });
  const password = h('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true });
  const submit = h('button', { type: 'submit', class: 'main' }, words.submit);
  const send = async (): Promise<void> => {
    submit.disabled = true;
    put(trouble);
    try {
      enter(await post<Me>('/v1/desk/login', { user: user.value.trim(), password: password.value }));
    } catch (thrown) {
      put(trouble, asMessage(locale, thrown));
      submit.disabled = false;
      password.focus();
    }
  };
  const accounts = facts?.demo_accounts ?? [];
  return h('div', { class: 'login' },
    h('form', { class: 'card stack', onsubmit: (event: SubmitEvent) => { event.preventDefault(); void send(); } }, h('h1', null, words.title),
      h('label', { class: 'field' }, words.user, user), h('label', { class: 'field' }, words.password, password), trouble, h('div', null, submit)),
    accounts.length > 0 && h('section', { class: 'stack' }, h('h2', null, words.sample), h('p', { class: 'soft' }, words.sampleText),
      h('div', { class: 'accounts' }, ...accounts.map((account) => h('button', { type: 'button', onclick: () => {
        user.value = account.user;
        password.value = account.password;
        void send();
      } }, h('strong', null, words.use(messages.roles[account.role] ?? account.role)), h('span', { class: 'soft tiny mono' }, `${account.user} / ${account.password}`))))));
}
