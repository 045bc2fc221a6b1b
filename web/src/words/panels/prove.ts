// The registration of the whole book, before it a look at near works with their passages side by side.
import { h, put, tick } from '../../element/dom.js';
import { fieldsFor } from '../../element/fields.js';
import { waiting } from '../../element/parts.js';
import { Register, type Registrable } from '../../element/register.js';
import { integer } from '../../element/texts.js';
import type { SimilarWork } from '../../sdk/types.js';
import { bookAlert } from '../alert.js';
import type { Book, KeptProof } from '../book.js';
import type { PanelHost, PanelView } from '../host.js';
import { plainText } from '../manuscript.js';
import { passagesOf } from '../passages.js';
import { fileNameOf } from './export.js';

const passagesShown = 12, around = 30;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The book as one file of plain text; the same file while the book is the same. */
class BookFile implements Registrable {
  readonly type = 'text';
  readonly kind = 'text' as const;
  readonly mediaType = 'text/plain';
  readonly changed = false;
  measured: Record<string, unknown> = {};
  private made: { book: Book; text: string; blob: Blob } | undefined;
  constructor(private readonly host: PanelHost) {}
  private get file(): { text: string; blob: Blob } {
    const { book } = this.host.manuscript;
    if (this.made?.book === book) return this.made;
    const text = plainText(book);
    if (this.made?.text !== text) this.made = { book, text, blob: new Blob([text], { type: this.mediaType }) };
    else this.made.book = book;
    return this.made;
  }
  get text(): string { return this.file.text; }
  get blob(): Blob { return this.file.blob; }
  get name(): string { return fileNameOf(this.host.manuscript.book.title, 'txt'); }
}

/** The passages that stand in both, each between what stands around it. */
async function sideBySide(host: PanelHost, mine: string, other: string): Promise<HTMLElement> {
  const words = host.words(), found = await passagesOf(mine, other, pause), { language } = host.manuscript.book;
  const cut = (text: string, at: number, length: number): HTMLElement => h('td', { lang: language }, text.slice(Math.max(0, at - around), at), h('mark', null, text.slice(at, at + Math.min(length, 400))), length > 400 ? '…' : text.slice(at + length, at + length + around));
  if (found.length === 0) return h('p', { class: 'small' }, words.prove.none);
  return h('div', { class: 'stack', part: 'passages' }, h('p', { class: 'small' }, words.prove.common(found.length, integer(words.code, found.length))),
    h('table', { class: 'passages' }, h('thead', null, h('tr', null, h('th', { scope: 'col' }, words.prove.yours), h('th', { scope: 'col' }, words.prove.theirs))),
      h('tbody', null, ...found.slice(0, passagesShown).map(({ a, b, length }) => h('tr', null, cut(mine, a, length), cut(other, b, length))))));
}

export async function prove(host: PanelHost): Promise<PanelView> {
  const words = host.words(), file = new BookFile(host), titleInput = h('input', { type: 'text', slot: 'colophon-title', autocomplete: 'off', maxlength: '200' });
  host.element.append(titleInput);
  let fields = { ...fieldsFor(host.manuscript.book.title), title: host.manuscript.book.title.slice(0, 200), ai: host.manuscript.book.ai.level };
  if (host.canRegister()) file.measured = { ...(await host.colophon().text(file.text, { signal: host.signal })) };
  const compare = {
    label: () => host.words().prove.passages,
    view: async ({ work }: SimilarWork): Promise<HTMLElement> => {
      const content = await host.content(work, host.signal);
      return content ? sideBySide(host, file.text, await content.text()) : h('p', { class: 'small soft' }, host.words().prove.closed);
    },
  };
  const register = new Register(host.messages(), {
    work: file, titleInput, signal: host.signal, compare, colophon: () => host.colophon(), canRegister: () => host.canRegister(), announce: (text) => host.announce(text),
    fields: () => fields, fill: (filled) => { fields = filled; }, another: () => undefined,
    emit: (name, detail) => {
      host.emit(name, detail);
      if (name === 'receipt') void remember(host, file.blob, detail as unknown as Proven).then(() => put(page, publication(host, host.proof!)));
    },
  });
  const { proof } = host, page = h('div', { class: 'pad' }, proof !== undefined && await isStill(host, proof) && h('div', { class: 'stack' }, h('p', { class: 'small' }, tick(true), ' ', words.prove.still(new Intl.DateTimeFormat(words.code, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(proof.registeredAt)))), publication(host, proof))), compared = h('div'), input = h('input', { type: 'file', hidden: true, accept: '.docx,.epub,.md,.txt', onchange: () => void beside() });
  const beside = async (): Promise<void> => {
    const [chosen] = input.files ?? [];
    input.value = '';
    if (!chosen) return;
    put(compared, waiting(host.messages().opening));
    try {
      const { importBook } = await import('../import_file.js'), { book } = await importBook(chosen, { signal: host.signal });
      put(compared, await sideBySide(host, file.text, plainText(book)));
    } catch (thrown) {
      put(compared, bookAlert(host.messages(), thrown));
    }
  };
  return {
    element: h('div', { part: 'prove' }, h('p', { class: 'pad small soft' }, words.prove.file(words.prove.plain)), register.element, page,
      h('details', { class: 'pad' }, h('summary', null, words.prove.compareFile), h('div', { class: 'stack' }, h('p', { class: 'hint' }, words.prove.compareHint), h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => input.click() }, words.start.choose)), input, compared))),
    update: () => register.update(),
    localise: () => register.localise(host.messages()),
    dispose: () => titleInput.remove(),
  };
}
/** Whether the text is the one that was registered. */
export const isStill = async (host: PanelHost, proof: KeptProof): Promise<boolean> => (await host.colophon().sha256(new Blob([plainText(host.manuscript.book)]))) === proof.sha256;

interface Proven { work: string; receipt: { payload?: { registered_at?: string } } }
/** What the colophon page says once the book is registered. */
async function remember(host: PanelHost, blob: Blob, { work, receipt }: Proven): Promise<void> {
  const server = host.colophon().server ?? location.origin;
  const [{ iscc }, sha256] = await Promise.all([host.colophon().iscc(blob, { type: 'text/plain' }), host.colophon().sha256(blob)]);
  host.proof = { sha256, iscc, work, checkUrl: new URL(`/verify?work=${work}`, server).href, registeredAt: receipt.payload?.registered_at ?? new Date().toISOString() };
}
/** The page that the QR code opens is not there before the author says so. */
function publication(host: PanelHost, proof: KeptProof): HTMLElement {
  const { prove: words } = host.words(), said = h('div', { role: 'status' });
  const publish = async (): Promise<void> => {
    try {
      await host.colophon().request('PUT', `/v1/works/${proof.work}/publication`, { published: true }, { signal: host.signal });
      put(said, h('p', { class: 'small' }, tick(true), ' ', words.published, ' ', h('a', { href: proof.checkUrl, target: '_blank', rel: 'noopener' }, proof.checkUrl)));
    } catch (thrown) {
      put(said, bookAlert(host.messages(), thrown));
    }
  };
  return h('div', { class: 'stack' }, h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', part: 'publish', onclick: () => void publish() }, words.publish)), h('p', { class: 'hint' }, words.publishHint), said);
}
