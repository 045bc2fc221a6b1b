// Who shares in the income: the creator and co-creators, with a sum that is checked exactly at every key.
import { add, canonical, format, fraction, overOne, parseShare, type Fraction } from './fraction.js';
import { h, put } from './dom.js';
import type { Share } from './fields.js';
import type { Messages } from './texts.js';

interface Row {
  element: HTMLElement;
  party: HTMLInputElement | undefined;
  share: HTMLInputElement;
  wrong: HTMLElement;
  label(): void;
}
const kParty = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
let ids = 0;

export class Shares {
  readonly element: HTMLElement;
  private readonly legend = h('legend', { class: 'label' });
  private readonly list = h('div');
  private readonly sum = h('p', { class: 'sum', role: 'status' });
  private readonly addButton = h('button', { type: 'button', class: 'quiet', onclick: () => this.addCoCreator() });
  private rows: Row[] = [];
  /** Until somebody writes a share, everybody has the same. */
  private equal = true;

  constructor(private messages: Messages) {
    this.element = h('fieldset', { class: 'shares', part: 'shares' }, this.legend, this.list, h('div', { class: 'row' }, this.addButton), this.sum);
    this.reset();
  }

  reset(): void {
    this.equal = true;
    this.rows = [this.makeRow(undefined)];
    this.arrange();
  }

  /** As it is written, complete or not: part of a draft. */
  record(): Share[] {
    return this.rows.map((row) => ({ party: row.party ? row.party.value : 'self', share: row.share.value }));
  }
  restore(shares: readonly Share[]): void {
    if (shares.length === 0) return;
    this.rows = shares.map((share, index) => {
      const row = this.makeRow(index === 0 ? undefined : this.partyField());
      if (row.party) row.party.value = share.party;
      row.share.value = share.share;
      return row;
    });
    const whole = format(fraction(1n, BigInt(shares.length)));
    this.equal = shares.every((share) => share.share === whole);
    this.arrange();
  }

  localise(messages: Messages): void {
    this.messages = messages;
    this.legend.textContent = messages.register.shares;
    this.addButton.textContent = `+ ${messages.register.add}`;
    for (const row of this.rows) row.label();
    this.check(false);
  }

  /** The shares where they are complete and add up to 1. Otherwise says what is wrong, moves the focus there, and gives undefined. */
  read(): Share[] | undefined {
    const wrong = this.check(true);
    if (wrong) {
      wrong.focus();
      return undefined;
    }
    return this.rows.map((row) => ({ party: row.party ? this.partyOf(row) : 'self', share: canonical(parseShare(row.share.value)!) }));
  }

  private partyOf(row: Row): string {
    return row.party!.value.normalize('NFKC').trim().toLowerCase();
  }

  private makeRow(party: HTMLInputElement | undefined): Row {
    const id = `share-${++ids}`;
    const share = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': id, oninput: () => { this.equal = false; this.check(false); } });
    const wrong = h('p', { class: 'wrong', id });
    party?.setAttribute('aria-describedby', id);
    const who = party ?? h('span', { class: 'me' });
    const remove = party && h('button', { type: 'button', class: 'quiet', onclick: () => this.remove(row) }, '✕');
    const row: Row = {
      share, party, wrong,
      element: h('div', null, h('div', { class: 'share' }, who, share, remove), wrong),
      label: () => {
        const { register } = this.messages, place = this.rows.indexOf(row);
        if (!party) who.textContent = register.you;
        else {
          party.setAttribute('aria-label', register.party(place));
          party.placeholder = register.partyPlaceholder;
          remove!.setAttribute('aria-label', register.remove(place));
        }
        share.setAttribute('aria-label', register.share(party ? register.coCreator(place) : register.you));
      },
    };
    return row;
  }

  private addCoCreator(): void {
    const party = this.partyField();
    this.rows.push(this.makeRow(party));
    this.arrange();
    this.changed();
    party.focus();
  }
  private partyField(): HTMLInputElement {
    return h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: '64', oninput: () => this.check(false) });
  }
  /** As typing would. */
  private changed(): void {
    this.element.dispatchEvent(new Event('input', { bubbles: true }));
  }

  private remove(row: Row): void {
    this.rows = this.rows.filter((other) => other !== row);
    this.arrange();
    this.changed();
    this.addButton.focus();
  }

  private arrange(): void {
    put(this.list, ...this.rows.map((row) => row.element));
    for (const [index, row] of this.rows.entries()) {
      row.element.className = index === 0 ? '' : 'next';
      if (this.equal) row.share.value = format(fraction(1n, BigInt(this.rows.length)));
    }
    this.localise(this.messages);
  }

  /** Marks what is wrong and gives its field. While somebody types, fields that are still empty are left in peace. */
  private check(whole: boolean): HTMLInputElement | undefined {
    const { register } = this.messages;
    let first: HTMLInputElement | undefined, sum: Fraction | undefined = fraction(0n, 1n);
    const seen = new Set<string>();
    const mark = (input: HTMLInputElement, bad: boolean): void => {
      input.setAttribute('aria-invalid', String(bad));
      if (bad) first ??= input;
    };
    for (const row of this.rows) {
      const share = parseShare(row.share.value), emptyShare = row.share.value.trim() === '';
      const badShare = !share && (whole || !emptyShare);
      let message = badShare ? register.badShare : '';
      if (row.party) {
        const party = this.partyOf(row), twice = kParty.test(party) && seen.has(party);
        const badParty = twice || (!kParty.test(party) && (whole || party.length >= 36));
        if (badParty) message = twice ? register.twice : register.badParty;
        mark(row.party, badParty);
        seen.add(party);
      }
      mark(row.share, badShare);
      row.wrong.textContent = message;
      sum = share && sum ? add(sum, share) : undefined;
    }
    const over = sum && overOne(sum);
    this.sum.className = over?.n === 0n ? 'sum good' : 'sum bad';
    this.sum.textContent = !sum || !over ? '' : over.n === 0n ? `✓ ${register.sumGood}`
      : over.n < 0n ? register.sumLess(format(sum), format(fraction(-over.n, over.d))) : register.sumMore(format(sum), format(over));
    if (!first && over?.n !== 0n) first = this.rows[0]!.share;
    return first;
  }
}
