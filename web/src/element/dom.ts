// Building a page without innerHTML and without style attributes: works under a strict Content-Security-Policy and Trusted Types.

export type Child = Node | string | number | null | undefined | false;
export type Props = Record<string, unknown>;

const kSvg = 'http://www.w3.org/2000/svg';
/** Set as properties: their attributes are only the initial values. */
const kProperties = new Set(['value', 'checked', 'disabled', 'indeterminate', 'hidden', 'selected', 'htmlFor']);

function fill<E extends Element>(element: E, props: Props | null | undefined, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on') && typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (kProperties.has(name)) Object.assign(element, { [name]: value });
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** An HTML element: attributes, listeners ("onclick"), a few properties, then its children. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, props?: Props | null, ...children: Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(kSvg, tag) as SVGElementTagNameMap[K], props, children);
}

/** Puts these children in the place of those that are there. */
export function put(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  fill(parent, null, children);
}

/** A tick or a cross. Its meaning stands in text beside it. */
export function tick(holds: boolean): SVGSVGElement {
  return s('svg', { class: 'tick', viewBox: '0 0 16 16', 'aria-hidden': 'true', fill: 'none', stroke: 'currentColor', 'stroke-width': '2.2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
    s('path', { d: holds ? 'M2.5 8.5l3.6 3.6L13.5 4' : 'M3.5 3.5l9 9M12.5 3.5l-9 9' }));
}

/** The printer's mark: a seal with an open ring, the C of the name. */
export function mark(className = 'seal'): SVGSVGElement {
  return s('svg', { class: className, viewBox: '0 0 48 48', 'aria-hidden': 'true' },
    s('path', { fill: 'currentColor', 'fill-rule': 'evenodd', d: 'M9 3h30a6 6 0 0 1 6 6v30a6 6 0 0 1-6 6H9a6 6 0 0 1-6-6V9a6 6 0 0 1 6-6zm15 8.5a12.500 12.500 0 1 0 9.600 20.500l-3.800-3.200a7.500 7.500 0 1 1 0-9.600l3.800-3.200A12.500 12.500 0 0 0 24 11.500zm8.200 10.100h4.800v4.800h-4.800z' }));
}

/** Offers bytes to the reader as a file. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = h('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
