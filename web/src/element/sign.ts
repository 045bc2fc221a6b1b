// After a registration: the maker's own key says that the work is theirs, and on what terms. Loaded when somebody opens it.
import { ColophonError } from '../sdk/errors.js';
import type { Colophon } from '../sdk/types.js';
import { download, h } from './dom.js';
import { form } from './form.js';
import type { Messages } from './texts.js';

export interface ToSign { work: string; sha256: string; bytes: number; title: string; ai: string }

/** `done` is called once both declarations are made. */
export async function signForm(messages: Messages, colophon: Colophon, work: ToSign, done: () => void): Promise<HTMLElement> {
  const { sign: words } = messages, key = await colophon.keys.current();
  const terms = [
    { name: 'licence', label: words.licence, type: 'choice' as const, value: 'all-rights-reserved', choices: Object.entries(words.licences) },
    { name: 'tdm', label: words.mining, type: 'choice' as const, value: 'reserved', choices: Object.entries(words.minings) },
  ];
  const newKey = [
    { name: 'passphrase', label: words.passphrase, type: 'password' as const, hint: words.passphraseHint, autocomplete: 'new-password' },
    { name: 'again', label: words.again, type: 'password' as const, autocomplete: 'new-password' },
  ];
  const fields = form({
    locale: messages.code, submit: key ? words.submit : words.make, working: words.working, needed: words.needed, fields: [...terms, ...(key ? [] : newKey)],
    async send({ licence, tdm, passphrase, again }) {
      // Whoever tries again after a failure has the key already.
      if (!(await colophon.keys.current())) {
        if (passphrase !== again) throw new ColophonError({ code: 'invalid_argument', field: 'again', detail: words.differ });
        const file = await colophon.keys.make({ passphrase: passphrase! });
        download(`colophon-key-${file.public_key.slice(0, 8)}.json`, new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' }));
      }
      await colophon.declare('register', { work: work.work, sha256: work.sha256, bytes: String(work.bytes), title: work.title });
      await colophon.declare('terms', { work: work.work, licence: licence!, tdm: tdm!, tdm_policy: '', ai: work.ai });
      done();
    },
  });
  return h('div', { class: 'signing' }, h('p', { class: 'small' }, words.text), fields);
}
