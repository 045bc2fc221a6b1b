// The tools beside the text as tabs over panels: arrow keys move; a panel is filled when it is first opened.
import { h, put } from '../element/dom.js';
import { alertBox, waiting } from '../element/parts.js';
import type { Panel, PanelHost, PanelView } from './host.js';

let groups = 0;

export class Tabs {
  readonly element: HTMLElement;
  private readonly list = h('div', { class: 'acts', part: 'tabs', role: 'tablist', onkeydown: (event: KeyboardEvent) => this.key(event) });
  private readonly tabs = new Map<string, HTMLButtonElement>();
  private readonly places = new Map<string, HTMLElement>();
  private readonly views = new Map<string, PanelView | 'coming'>();
  private chosen = '';

  constructor(private readonly panels: readonly Panel[], private readonly host: PanelHost) {
    const group = ++groups, places = h('div', { class: 'panels' });
    for (const { name } of panels) {
      const place = h('div', { class: 'panel', part: `panel-${name}`, role: 'tabpanel', id: `panel-${group}-${name}`, 'aria-labelledby': `paneltab-${group}-${name}`, hidden: true });
      const tab = h('button', { type: 'button', role: 'tab', part: 'tab', id: `paneltab-${group}-${name}`, 'aria-controls': place.id, 'data-name': name, onclick: () => this.select(name) });
      this.tabs.set(name, tab);
      this.places.set(name, place);
      this.list.append(tab);
      places.append(place);
    }
    this.element = h('div', { class: 'side', part: 'side' }, this.list, places);
  }

  get open(): string { return this.chosen; }
  /** Which panels this book has; the one that is open stays where it can. */
  offer(): void {
    const names = this.panels.filter((panel) => panel.there(this.host)).map(({ name }) => name);
    for (const [name, tab] of this.tabs) tab.hidden = !names.includes(name);
    this.select(names.includes(this.chosen) ? this.chosen : names[0] ?? '');
  }
  select(name: string, focus = false): void {
    this.chosen = name;
    for (const [each, tab] of this.tabs) {
      const on = each === name;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
      this.places.get(each)!.hidden = !on;
    }
    if (focus) this.tabs.get(name)?.focus();
    void this.fill(name);
    this.update();
  }
  update(): void {
    const view = this.views.get(this.chosen);
    if (view && view !== 'coming') view.update?.();
  }
  localise(): void {
    const { panels } = this.host.words();
    this.list.setAttribute('aria-label', panels['label']!);
    for (const [name, tab] of this.tabs) tab.textContent = panels[name] ?? name;
    for (const [name, view] of this.views) {
      if (view === 'coming') continue;
      if (view.localise) view.localise();
      else this.empty(name, view);
    }
    void this.fill(this.chosen);
  }
  dispose(): void {
    for (const [name, view] of this.views) if (view !== 'coming') this.empty(name, view);
  }

  private empty(name: string, view: PanelView): void {
    view.dispose?.();
    this.views.delete(name);
    put(this.places.get(name)!);
  }
  private async fill(name: string): Promise<void> {
    const panel = this.panels.find((one) => one.name === name), place = this.places.get(name);
    if (!panel || !place || this.views.has(name)) return;
    this.views.set(name, 'coming');
    put(place, h('div', { class: 'pad' }, waiting(this.host.messages().opening)));
    try {
      const view = await panel.make(this.host);
      if (this.host.signal.aborted) return view.dispose?.();
      this.views.set(name, view);
      put(place, view.element);
      if (this.chosen === name) view.update?.();
    } catch (thrown) {
      this.views.delete(name);
      const messages = this.host.messages();
      put(place, h('div', { class: 'pad' }, alertBox(messages, thrown), h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => void this.fill(name) }, messages.score.retry))));
    }
  }
  private key(event: KeyboardEvent): void {
    const shown = [...this.tabs].filter(([, tab]) => !tab.hidden).map(([name]) => name), at = shown.indexOf(this.chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.select(shown[(to + shown.length) % shown.length]!, true);
  }
}
