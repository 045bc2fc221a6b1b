// Who signs: the member's own key in this browser, made at its first use, or opened from its file.
import { createColophon } from '/sdk/index.js';

/** The form that asks for a signature, if the page has one: `act(colophon, say)` signs and sends, and gives the page to go to. */
export async function signing(form, act) {
  const { server } = form.dataset, texts = JSON.parse(form.dataset.texts), more = JSON.parse(form.dataset.more);
  const post = async (path, body) => {
    const answer = await fetch(path, { method: 'POST', body }), document = await answer.json();
    if (!answer.ok) throw document;
    return document;
  };
  const colophon = createColophon({ server, getToken: async () => (await post('/colophon-token')).token });
  const say = (text) => { form.querySelector('#state').textContent = text; }, failed = (error) => say(texts.failed + (error.detail ?? error.message));
  const file = form.querySelector('#key-file'), passphrase = form.querySelector('#passphrase');

  /** Whose key lies here: 'ready', 'new' where the member has none yet, else 'elsewhere'. */
  async function look() {
    const { party } = await colophon.request('GET', '/v1/session'), { keys } = await colophon.request('GET', `/v1/parties/${party}/keys`);
    const here = await colophon.keys.current(), active = keys.filter((key) => key.state === 'active');
    const mine = active.some(({ key }) => key === here?.publicKey), kind = mine ? 'ready' : active.length === 0 ? 'new' : 'elsewhere';
    for (const [label, needed] of [[passphrase, !mine], [file, kind === 'elsewhere']]) {
      label.hidden = !needed;
      label.querySelector('input').required = needed;
    }
    form.querySelector('#key-note').textContent = [{ ready: texts.keyReady, new: texts.keyNew, elsewhere: texts.keyElsewhere }[kind], here && !mine ? texts.keyOther : ''].join(' ');
    return { kind, other: here !== undefined && !mine };
  }
  async function unlock() {
    const { kind, other } = await look(), secret = passphrase.querySelector('input').value;
    if (kind === 'ready') return;
    if (other) await colophon.keys.forget();
    if (kind === 'elsewhere') return void await colophon.keys.import(file.querySelector('input').files[0], secret);
    const made = new Blob([JSON.stringify(await colophon.keys.make({ passphrase: secret }))], { type: 'application/json' });
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(made), download: 'my-key.json' });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    say(texts.working);
    try {
      location.assign(await act({ colophon, texts, more, post, say, unlock }));
    } catch (error) {
      failed(error);
    } finally {
      button.disabled = false;
      look().catch(failed);
    }
  });
  await look().catch(failed);
}
