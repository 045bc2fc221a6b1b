// The acts of a creation as tabs over panels: arrow keys move, the panel of an act is filled when it is first opened.
import { h } from './dom.js';
import type { Messages } from './texts.js';

export const actNames = ['coach', 'picture', 'cover', 'prove', 'earn'] as const;
export type ActName = (typeof actNames)[number];

let groups = 0;

export class Acts {
  readonly list = h('div', { class: 'acts', part: 'acts', role: 'tablist', onkeydown: (event: KeyboardEvent) => this.key(event) });
  readonly panels = h('div', { class: 'panels' });
  private readonly tabs = new Map<ActName, HTMLButtonElement>();
  private readonly places = new Map<ActName, HTMLElement>();
  private chosen: ActName = 'coach';

  constructor(private readonly onOpen: (name: ActName) => void) {
    const group = ++groups;
    for (const name of actNames) {
      const panel = h('div', { class: 'panel', part: `act-${name}`, role: 'tabpanel', id: `act-${group}-${name}`, 'aria-labelledby': `tab-${group}-${name}`, hidden: true });
      const tab = h('button', { type: 'button', role: 'tab', part: 'tab', id: `tab-${group}-${name}`, 'aria-controls': panel.id, onclick: () => this.select(name) });
      this.tabs.set(name, tab);
      this.places.set(name, panel);
      this.list.append(tab);
      this.panels.append(panel);
    }
  }

  panel(name: ActName): HTMLElement { return this.places.get(name)!; }
  get open(): ActName { return this.chosen; }

  localise({ acts }: Messages): void {
    this.list.setAttribute('aria-label', acts.label);
    for (const [name, tab] of this.tabs) tab.textContent = acts[name];
  }

  /** Which acts this work has; the one that is open stays where it can. */
  offer(names: readonly ActName[]): void {
    for (const [name, tab] of this.tabs) tab.hidden = !names.includes(name);
    // One act alone needs no tab.
    this.list.hidden = names.length < 2;
    this.select(names.includes(this.chosen) ? this.chosen : names[0] ?? 'coach');
  }

  select(name: ActName, focus = false): void {
    this.chosen = name;
    for (const [each, tab] of this.tabs) {
      const on = each === name;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
      this.places.get(each)!.hidden = !on;
    }
    if (focus) this.tabs.get(name)!.focus();
    this.onOpen(name);
  }

  private key(event: KeyboardEvent): void {
    const shown = actNames.filter((name) => !this.tabs.get(name)!.hidden), at = shown.indexOf(this.chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.select(shown[(to + shown.length) % shown.length]!, true);
  }
}
