// The editor of a mapping: a form over the document, and the document itself for what the form does not show.
import { h, put } from '../element/dom.js';
import type { Desk } from './context.js';
import { words, type Mapping } from './sales_api.js';

type Rule = string | number | { column?: string | number; product?: unknown[]; value?: string; format?: string | string[]; map?: Record<string, string>; [member: string]: unknown };
const kRequired = ['date', 'kind', 'amount', 'currency'];
const kMapped = ['kind', 'use', 'territory', 'source', 'side', 'currency'];
const kKinds = ['subscription', 'ad', 'sale', 'licence', 'tip', 'brand'];

const fieldsOf = (mapping: Mapping): Record<string, Rule> => (mapping['fields'] ??= {}) as Record<string, Rule>;
const ruleObject = (rule: Rule | undefined): Exclude<Rule, string | number> => (typeof rule === 'object' ? rule : rule === undefined ? {} : { column: rule });
const group = (mapping: Mapping, name: string): Record<string, unknown> => (mapping[name] ??= {}) as Record<string, unknown>;

/** Sets a member, or removes it where the value is the default. An empty group goes too. */
function set(mapping: Mapping, name: string, member: string, value: unknown, fallback: unknown): void {
  const part = group(mapping, name);
  if (value === fallback) delete part[member];
  else part[member] = value;
  if (Object.keys(part).length === 0) delete mapping[name];
}

/** "Premium Stream = stream; Free = stream" and back. */
const meaningsText = (map: Record<string, string> | undefined): string => Object.entries(map ?? {}).map(([from, to]) => `${from} = ${to}`).join('; ');
function meaningsOf(text: string): Record<string, string> | undefined {
  const pairs = text.split(/[;；\n]/).map((one) => one.split('=')).filter((pair) => pair.length === 2 && pair[0]!.trim() !== '').map(([from, to]) => [from!.trim(), to!.trim()]);
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs) as Record<string, string>;
}

/** The fields without which no line is a line, and that this mapping does not fill yet. */
export function lacking(mapping: Mapping): string[] {
  const fields = fieldsOf(mapping);
  return kRequired.filter((name) => {
    const rule = ruleObject(fields[name]);
    const filled = rule.column !== undefined || rule.value !== undefined || rule.product !== undefined;
    return !filled || (name === 'date' && rule.column !== undefined && rule.format === undefined);
  });
}

export function mappingEditor(desk: Desk, mapping: Mapping, header: readonly string[], changed: () => void): HTMLElement {
  const { editor: text } = words(desk), place = h('div', { class: 'stack' });

  function setRule(name: string, change: (rule: Exclude<Rule, string | number>) => void): void {
    const fields = fieldsOf(mapping), rule = { ...ruleObject(fields[name]) };
    change(rule);
    for (const member of Object.keys(rule)) if (rule[member] === undefined || rule[member] === '') delete rule[member];
    if (Object.keys(rule).length === 0) delete fields[name];
    else fields[name] = Object.keys(rule).length === 1 && rule.column !== undefined ? rule.column : rule;
    changed();
  }

  function row(name: string): HTMLElement {
    const rule = ruleObject(fieldsOf(mapping)[name]), label = text.fields[name] ?? name, constant = rule.value !== undefined;
    const known = rule.column === undefined || header.some((cell, i) => cell.trim().toLowerCase() === String(rule.column).trim().toLowerCase() || rule.column === i + 1);
    const chosen = (cell: string, i: number): boolean => !constant && (rule.column === i + 1 || (typeof rule.column === 'string' && rule.column.trim().toLowerCase() === cell.trim().toLowerCase()));
    const select = h('select', { 'aria-label': `${label}: ${text.column}`, onchange: () => {
      setRule(name, (now) => {
        delete now.product;
        delete now.column;
        delete now.value;
        if (select.value === 'constant') now.value = name === 'kind' ? 'subscription' : name === 'date' ? new Date().toISOString().slice(0, 10) : name === 'currency' ? 'EUR' : name === 'amount' || name === 'units' ? '1' : 'x';
        else if (select.value.startsWith('#')) now.column = repeated(Number(select.value.slice(1))) ? Number(select.value.slice(1)) + 1 : header[Number(select.value.slice(1))]!;
        if (now.value !== undefined) { delete now.format; delete now.map; delete now['otherwise']; delete now['empty']; }
        if (name === 'date' && now.column !== undefined && now.format === undefined) now.format = 'YYYY-MM-DD';
        if (now.column === undefined && now.value === undefined) for (const member of Object.keys(now)) delete now[member];
      });
      render();
    } },
    h('option', { value: '' }, kRequired.includes(name) ? `${text.none} (${text.required})` : text.none), h('option', { value: 'constant', selected: constant }, text.constant),
    rule.product !== undefined && h('option', { value: 'product', selected: true }, text.product), !known && h('option', { value: 'missing', selected: true }, String(rule.column)),
    ...header.map((cell, i) => h('option', { value: `#${i}`, selected: chosen(cell, i) }, cell === '' ? `${i + 1}` : cell)));
    const more: (HTMLElement | false)[] = [];
    if (constant && name === 'kind')
      more.push(h('select', { 'aria-label': `${label}: ${text.value}`, onchange: (event: Event) => setRule(name, (now) => { now.value = (event.target as HTMLSelectElement).value; }) },
        ...kKinds.map((kind) => h('option', { value: kind, selected: rule.value === kind }, text.kinds[kind]))));
    else if (constant)
      more.push(h('input', { type: 'text', value: String(rule.value), 'aria-label': `${label}: ${text.value}`, oninput: (event: Event) => setRule(name, (now) => { now.value = (event.target as HTMLInputElement).value; }) }));
    if (name === 'date' && rule.column !== undefined)
      more.push(h('input', { type: 'text', class: 'mono', value: [rule.format ?? []].flat().join(' | '), 'aria-label': text.format, title: text.format, oninput: (event: Event) => {
        const forms = (event.target as HTMLInputElement).value.split('|').map((form) => form.trim()).filter((form) => form !== '');
        setRule(name, (now) => { now.format = forms.length === 1 ? forms[0]! : forms; });
      } }));
    if (kMapped.includes(name) && rule.column !== undefined)
      more.push(h('input', { type: 'text', value: meaningsText(rule.map), placeholder: text.meaningsHint, 'aria-label': `${label}: ${text.meanings}`, oninput: (event: Event) => {
        const map = meaningsOf((event.target as HTMLInputElement).value);
        setRule(name, (now) => { if (map === undefined) delete now.map; else now.map = map; });
      } }));
    const missing = lacking(mapping).includes(name);
    return h('div', { class: missing ? 'rule lacking' : 'rule' }, h('span', null, label), select, h('div', { class: 'row' }, ...more));
  }

  const repeated = (index: number): boolean => header.filter((cell) => cell.trim().toLowerCase() === header[index]!.trim().toLowerCase()).length > 1 || header[index]!.trim() === '';

  function tablePart(): HTMLElement {
    const table = (mapping['table'] ?? {}) as Record<string, unknown>, numbers = (mapping['numbers'] ?? {}) as Record<string, unknown>;
    const choice = (label: string, part: string, member: string, fallback: string, options: [string, string][], now: unknown): HTMLElement =>
      h('label', { class: 'field' }, label, h('select', { onchange: (event: Event) => { set(mapping, part, member, (event.target as HTMLSelectElement).value, fallback); changed(); } },
        ...options.map(([value, name]) => h('option', { value, selected: value === (now ?? fallback) }, name))));
    return h('div', { class: 'row fields' },
      h('label', { class: 'field' }, text.source, h('input', { type: 'text', size: '14', value: String(mapping['source'] ?? ''), oninput: (event: Event) => { mapping['source'] = (event.target as HTMLInputElement).value; changed(); } })),
      choice(text.separator, 'table', 'separator', ',', Object.entries(text.separators), table['separator']),
      choice(text.decimal, 'numbers', 'decimal', '.', [['.', '1.5'], [',', '1,5']], numbers['decimal']),
      choice(text.group, 'numbers', 'group', '', [['', text.noGroup], [',', '1,000'], ['.', '1.000'], [' ', text.space], ["'", "1'000"]], numbers['group']),
      choice(text.encoding, 'table', 'encoding', 'utf-8', [['utf-8', 'UTF-8'], ['windows-1252', 'Windows-1252'], ['utf-16', 'UTF-16']], table['encoding']),
      h('label', { class: 'field' }, text.skip, h('input', { type: 'number', min: '0', max: '1000', value: String(table['skip_lines'] ?? 0), oninput: (event: Event) => {
        set(mapping, 'table', 'skip_lines', Math.max(0, Math.min(1000, Number((event.target as HTMLInputElement).value) || 0)), 0);
        changed();
      } })));
  }

  function documentPart(): HTMLElement {
    const area = h('textarea', { class: 'mono', rows: '12', spellcheck: 'false', 'aria-label': text.json }), trouble = h('p', { class: 'small', role: 'status' });
    const details = h('details', { ontoggle: () => { area.value = JSON.stringify(mapping, null, 2); } }, h('summary', null, text.json), area,
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => {
        try {
          const next = JSON.parse(area.value) as Mapping;
          for (const member of Object.keys(mapping)) delete mapping[member];
          Object.assign(mapping, next);
          put(trouble);
          render();
          changed();
        } catch {
          put(trouble, text.jsonBad);
        }
      } }, text.jsonApply), trouble));
    return details;
  }

  function render(): void {
    put(place, h('h4', null, text.table), tablePart(), h('h4', null, text.title), h('div', { class: 'rules' }, ...Object.keys(text.fields).map(row)), documentPart());
  }
  render();
  return place;
}
