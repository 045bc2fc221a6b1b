// What was said of a work or a claim, in its order, with the receipt of each step.
import { download, h } from '../element/dom.js';
import { asMessage } from '../site/errors.js';
import type { RightsMessages } from '../locales/site/rights.en.js';
import { time, type Act } from './context.js';

/** Who reads it: a maker, or somebody at the desk. */
export interface Reader {
  locale: string;
  messages: Pick<RightsMessages, 'acts' | 'by' | 'inLog' | 'notYet' | 'receipt' | 'receiptOf'>;
  /** How a party is called. */
  who(party: string): string;
  get(path: string): Promise<unknown>;
}

/** Words that a reader wants to see of what was signed or decided. */
function saidIn(act: Act): string {
  const payload = act.payload ?? {}, body = ((payload['declaration'] as { body?: Record<string, unknown> } | undefined)?.body ?? {}) as Record<string, unknown>;
  return String(body['statement'] ?? body['reason'] ?? payload['reason'] ?? '');
}
function evidenceIn(act: Act): string[] {
  const body = (act.payload?.['declaration'] as { body?: { evidence?: { kind: string; value: string }[] } } | undefined)?.body;
  return (body?.evidence ?? []).map((piece) => piece.value);
}

export function actsList(reader: Reader, acts: readonly Act[]): HTMLElement {
  const { messages, locale } = reader;
  return h('ol', { class: 'acts' }, ...acts.map((act) => {
    const name = messages.acts[act.name] ?? act.name, who = act.party === null ? messages.by.platform : reader.who(act.party), said = saidIn(act);
    const trouble = h('div');
    const save = async (): Promise<void> => {
      try {
        const receipt = await reader.get(`/v1/acts/${act.act}/receipt`);
        download(`receipt-${act.act}.json`, new Blob([JSON.stringify(receipt)], { type: 'application/json' }));
      } catch (thrown) {
        trouble.replaceChildren(asMessage(locale, thrown));
      }
    };
    const place = act.index === null ? messages.notYet : messages.inLog(new Intl.NumberFormat(locale).format(act.index));
    return h('li', null, h('div', { class: 'row' }, h('strong', null, name), h('span', { class: 'soft small' }, `${who} · ${time(locale, act.made_at)} · ${place}`),
      act.index !== null && act.payload !== null && h('button', { type: 'button', class: 'slim', 'aria-label': messages.receiptOf(name), onclick: () => void save() }, messages.receipt)),
      said !== '' && h('p', { class: 'said' }, said), evidenceIn(act).length > 0 && h('ul', { class: 'evidence mono' }, ...evidenceIn(act).map((value) => h('li', null, value))), trouble);
  }));
}
