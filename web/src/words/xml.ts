// The XML of books as a tree, in the page, in workers (which have no DOMParser) and in Node. It reads no other file and expands no entity but those of XML and
// XHTML: a document that declares its own is refused. Strict for Word's parts; lenient for chapters of EPUB books, which often are not quite well formed.
import { BookError } from './problems.js';

export interface XmlElement { name: string; local: string; attributes: Map<string, string>; children: XmlNode[] }
export type XmlNode = XmlElement | string;

export const xmlLimits = { depthMax: 256, nodesMax: 4_000_000, attributesMax: 256 } as const;

// The names of XHTML 1.0 (its sets Latin 1, symbols and special), as far as books use them: Latin 1 in order from U+00A0.
const latin1 = 'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(' ');
const entities = new Map<string, string>([
  ['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"], ...latin1.map((name, at): [string, string] => [name, String.fromCharCode(0xa0 + at)]),
  ...Object.entries({
    OElig: 'Œ', oelig: 'œ', Scaron: 'Š', scaron: 'š', Yuml: 'Ÿ', fnof: 'ƒ', circ: 'ˆ', tilde: '˜', ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009', zwnj: '\u200c', zwj: '\u200d',
    lrm: '\u200e', rlm: '\u200f', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', dagger: '†', Dagger: '‡', bull: '•', hellip: '…',
    permil: '‰', prime: '′', Prime: '″', lsaquo: '‹', rsaquo: '›', oline: '‾', frasl: '⁄', euro: '€', trade: '™', larr: '←', uarr: '↑', rarr: '→', darr: '↓', harr: '↔', minus: '−',
    lowast: '∗', infin: '∞', ne: '≠', le: '≤', ge: '≥', hearts: '♥', star: '☆', alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', pi: 'π', mu: 'μ', Omega: 'Ω', omega: 'ω',
  }),
]);
const isCharacter = (code: number): boolean => code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe) || (code >= 0x10000 && code <= 0x10ffff);

function expand(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([A-Za-z][A-Za-z0-9]{0,15}));/g, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return entities.get(name) ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return isCharacter(code) ? String.fromCodePoint(code) : '\ufffd';
  });
}

const voids = new Set(['br', 'hr', 'img', 'meta', 'link', 'input', 'col', 'wbr', 'base', 'area', 'source', 'param', 'embed']);
const localOf = (name: string): string => name.slice(name.indexOf(':') + 1);

export interface XmlOptions {
  /** Its name in the archive, for errors. */
  part: string;
  /** Mends what is not closed, as browsers do, and calls `onMend` once. */
  lenient?: boolean;
  /** <br>, <img> and the like have no end tag, whether they say so or not. */
  html?: boolean;
  onMend?: () => void;
  /** A document type is refused: Word's parts have none. */
  noDoctype?: boolean;
}

class Reader {
  private readonly root: XmlElement = { name: '', local: '', attributes: new Map(), children: [] };
  private readonly open: XmlElement[] = [this.root];
  private nodes = 0;
  private mended = false;

  constructor(private readonly text: string, private readonly options: XmlOptions) {}

  private fail(what: string): never { throw new BookError('xmlBroken', { part: this.options.part, what }); }
  /** In a lenient reading goes on, in a strict one ends here. */
  private mend(what: string): void {
    if (!this.options.lenient) this.fail(what);
    if (!this.mended) this.options.onMend?.();
    this.mended = true;
  }
  private add(node: XmlNode): void {
    if (++this.nodes > xmlLimits.nodesMax) throw new BookError('xmlTooDeep', { part: this.options.part });
    this.open.at(-1)!.children.push(node);
  }

  read(): XmlElement {
    const { text } = this;
    let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    while (at < text.length) {
      const next = text.indexOf('<', at), end = next < 0 ? text.length : next;
      if (end > at && (this.open.length > 1 || (this.options.lenient && text.slice(at, end).trim() !== ''))) this.add(expand(text.slice(at, end)));
      if (next < 0) break;
      at = this.markup(next);
    }
    if (this.open.length > 1) this.mend(`<${this.open.at(-1)!.name}> is not closed`);
    const root = this.root.children.find((node) => typeof node !== 'string');
    if (!root) this.fail('it has no element');
    return this.options.lenient && this.root.children.length > 1 ? this.root : root;
  }

  private markup(at: number): number {
    const { text } = this;
    const past = (mark: string, from: number): number => {
      const found = text.indexOf(mark, from);
      if (found >= 0) return found + mark.length;
      this.mend(`“${mark}” is missing`);
      return text.length;
    };
    if (text.startsWith('<!--', at)) return past('-->', at + 4);
    if (text.startsWith('<![CDATA[', at)) {
      const end = past(']]>', at + 9);
      this.add(text.slice(at + 9, Math.max(at + 9, end - 3)));
      return end;
    }
    if (text.startsWith('<?', at)) return past('?>', at + 2);
    if (text.startsWith('<!', at)) return this.doctype(at);
    if (text.startsWith('</', at)) return this.close(at);
    return this.element(at);
  }

  /** A public document type is not fetched; one that declares something of its own is refused. */
  private doctype(at: number): number {
    const end = this.text.indexOf('>', at), inside = this.text.slice(at, end < 0 ? undefined : end);
    if (this.options.noDoctype || inside.includes('[') || inside.startsWith('<!ENTITY')) throw new BookError('xmlEntities', { part: this.options.part });
    return end < 0 ? this.text.length : end + 1;
  }

  private close(at: number): number {
    const found = this.text.indexOf('>', at), end = found < 0 ? this.text.length : found;
    if (found < 0) this.mend('an end tag is cut off');
    const name = this.text.slice(at + 2, end).trim();
    if (this.options.html && voids.has(localOf(name))) return end + 1;
    let depth = this.open.length - 1;
    while (depth > 0 && this.open[depth]!.name !== name) depth--;
    if (depth === this.open.length - 1 && depth > 0) this.open.pop();
    else {
      this.mend(`</${name.slice(0, 40)}> closes nothing`);
      if (depth > 0) this.open.length = depth;
    }
    return end + 1;
  }

  private element(at: number): number {
    const start = /<([A-Za-z_\u00c0-\uffff][^\s/><='"]{0,127})/y;
    start.lastIndex = at;
    const found = start.exec(this.text);
    if (!found) {
      this.mend('“<” stands where no tag begins');
      this.add('<');
      return at + 1;
    }
    const element: XmlElement = { name: found[1]!, local: localOf(found[1]!), attributes: new Map(), children: [] };
    const { end, empty } = this.attributes(element, start.lastIndex);
    this.add(element);
    if (!empty && !(this.options.html && voids.has(element.local))) {
      if (this.open.length > xmlLimits.depthMax) throw new BookError('xmlTooDeep', { part: this.options.part });
      this.open.push(element);
    }
    return end;
  }

  private attributes(element: XmlElement, from: number): { end: number; empty: boolean } {
    const form = /\s*(?:([^\s/><='"]+)(?:\s*=\s*(?:"([^"<]*)"|'([^'<]*)'|([^\s"'<>/]+)))?|(\/?>))/y;
    form.lastIndex = from;
    for (;;) {
      const at = form.lastIndex, found = form.exec(this.text);
      if (!found) {
        this.mend(`the tag <${element.name.slice(0, 40)}> is cut off`);
        const end = this.text.indexOf('>', at);
        return { end: end < 0 ? this.text.length : end + 1, empty: false };
      }
      if (found[5] !== undefined) return { end: form.lastIndex, empty: found[5] === '/>' };
      const value = found[2] ?? found[3];
      if (value === undefined || element.attributes.has(found[1]!)) this.mend(`<${element.name.slice(0, 40)}> has a bad attribute`);
      if (element.attributes.size >= xmlLimits.attributesMax) throw new BookError('xmlTooDeep', { part: this.options.part });
      element.attributes.set(found[1]!, expand(value ?? found[4] ?? ''));
    }
  }
}

export const readXml = (text: string, options: XmlOptions): XmlElement => new Reader(text, options).read();

/** The text of XML bytes: by their mark, else by what the declaration says, else UTF-8. */
export function decodeXml(bytes: Uint8Array): string {
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be'
    : /^<\?xml[^>]*encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(String.fromCharCode(...bytes.subarray(0, 200)))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

export const isElement = (node: XmlNode): node is XmlElement => typeof node !== 'string';
export const elementsIn = (element: XmlElement): XmlElement[] => element.children.filter(isElement);
export const childOf = (element: XmlElement | undefined, local: string): XmlElement | undefined => element?.children.find((node): node is XmlElement => isElement(node) && node.local === local);
export const childrenOf = (element: XmlElement | undefined, local: string): XmlElement[] => (element ? elementsIn(element).filter((node) => node.local === local) : []);

/** An attribute by its local name, whatever prefix the document gives its namespace. */
export function attribute(element: XmlElement | undefined, local: string): string | undefined {
  if (!element) return undefined;
  const exact = element.attributes.get(local);
  if (exact !== undefined) return exact;
  for (const [name, value] of element.attributes) if (localOf(name) === local) return value;
  return undefined;
}
export const textOf = (element: XmlElement | undefined): string => (element ? element.children.map((node) => (isElement(node) ? textOf(node) : node)).join('') : '');

/** Every element of that name below, in the order of the document. */
export function* descendants(element: XmlElement, local: string): Generator<XmlElement> {
  for (const child of elementsIn(element)) {
    if (child.local === local) yield child;
    yield* descendants(child, local);
  }
}
