// /verify: choose a document, the core recomputes it here. Works without a connection once it is loaded.
import { asMessage } from '../site/errors.js';
import { ColophonError, createColophon } from '@colophon/sdk';
import { h, mark, put } from '../element/dom.js';
import { verifyEn, type VerifyMessages } from '../locales/site/verify.en.js';
import { verifyZh } from '../locales/site/verify.zh-CN.js';
import { mount } from '../site/chrome.js';
import type { Language } from '../site/prefs.js';
import { check, checkLog, fetchTables, isArchive, trustOf, type Verdict } from '../verify/check.js';
import type { Bundle, Document } from '../verify/documents.js';
import { readBundle, replay } from '../verify/replay.js';
import { verdictView, type VerdictActions } from '../verify/view.js';

const colophon = createColophon({ server: location.origin });
// The core is fetched now, so that the page needs no connection later.
void colophon.ready().catch(() => undefined);

let messages: VerifyMessages = verifyEn, locale: Language = 'en', siteKeys: string[] | undefined;
/** What is open: a document as text, a whole log as it lies on the disk, or the files of a settlement. */
let opened: { name: string; text: string; archive?: Blob; bundle?: Bundle; held: string; tables: string[] } | undefined, verdict: Verdict | undefined, failure: unknown, working = '';
/** A newer document makes the answer for an older one worthless. */
let turn = 0;

const intro = h('div', { class: 'intro' }), zone = h('section', { class: 'card dropzone' }), result = h('div', { 'aria-live': 'polite' });
const file = h('input', { type: 'file', multiple: true, accept: '.json,.ndjson,.csv,.ledger,.tlog-proof,.tar,application/json,application/x-tar,text/csv', hidden: true, onchange: () => pickedAll() });
const heldFile = h('input', { type: 'file', accept: '.json,.tlog-proof,.txt,application/json', hidden: true, onchange: () => picked(heldFile, addHeld) });
const keys = h('textarea', { rows: '4', spellcheck: 'false', autocomplete: 'off', class: 'mono', id: 'keys', onchange: () => { if (opened) void run(); } });
const keysLabel = h('label', { for: 'keys' }), keysHint = h('p', { class: 'hint small soft' }), keysSummary = h('summary');
const whom = h('details', { class: 'card whom' }, keysSummary, h('div', { class: 'stack' }, keysLabel, keys, keysHint));
const tableFile = h('input', { type: 'file', accept: '.json,application/json', hidden: true, onchange: () => picked(tableFile, addTable) });

function picked(input: HTMLInputElement, use: (chosen: File) => Promise<void>): void {
  const chosen = input.files?.[0];
  input.value = '';
  if (chosen) void use(chosen);
}

function pickedAll(): void {
  const chosen = [...(file.files ?? [])];
  file.value = '';
  if (chosen.length > 0) void open(chosen);
}

async function open(files: readonly File[]): Promise<void> {
  const chosen = files[0]!;
  let bundle: Bundle | undefined;
  try {
    bundle = await readBundle(files);
  } catch (thrown) {
    verdict = opened = undefined;
    failure = thrown;
    return render();
  }
  if (bundle) {
    opened = { name: files.length > 1 ? messages.replay.files(files.length) : chosen.name, text: '', bundle, held: '', tables: [] };
    return run();
  }
  const archive = await isArchive(chosen);
  opened = { name: chosen.name, text: archive ? '' : await chosen.text(), held: '', tables: [], ...(archive && { archive: chosen }) };
  await run();
}
/** "?work=ID", which the code on a book's last page opens: the receipt that its maker published. */
const asked = new URL(location.href).searchParams.get('work');
async function openAsked(id: string): Promise<void> {
  working = messages.working;
  render();
  try {
    const answer = await fetch(`/w/${encodeURIComponent(id)}/receipt`);
    if (answer.ok) return await open([new File([await answer.blob()], `${id}.receipt.json`)]);
    failure = new ColophonError({ code: 'not_found', field: 'work', detail: messages.notPublished });
  } catch {
    failure = new ColophonError({ code: 'unavailable', field: 'work', detail: messages.unreachable });
  }
  working = '';
  render();
}
async function addTable(chosen: File): Promise<void> {
  if (!opened) return;
  opened.tables = [await chosen.text()];
  await run();
}
async function addHeld(chosen: File): Promise<void> {
  if (!opened) return;
  opened.held = await chosen.text();
  await run();
}
async function addServerTables(): Promise<void> {
  if (!opened || !verdict) return;
  const mine = ++turn, before = verdict;
  working = messages.table.fetching;
  render();
  try {
    opened.tables = await fetchTables(before.document as Document);
  } catch (thrown) {
    if (mine !== turn) return;
    working = '';
    failure = thrown;
    return render();
  }
  if (mine === turn) await run();
}

async function run(): Promise<void> {
  const mine = ++turn, { text, archive, bundle, held, tables } = opened!, trust = trustOf(keys.value, siteKeys);
  const tell = (done: number, total: number): void => {
    if (mine !== turn) return;
    working = messages.workingOn(new Intl.NumberFormat(locale, { style: 'percent' }).format(total > 0 ? done / total : 0));
    result.querySelector('.wait')?.lastChild?.replaceWith(working);
  };
  forget();
  failure = undefined;
  working = messages.working;
  render();
  try {
    const answer = bundle ? await replay(colophon, bundle, held, trust, tell) : archive ? await checkLog(colophon, archive, held, trust, tell) : await check(colophon, text, tables, trust);
    if (mine !== turn) return void (answer.document.format === 'replayed' && answer.document.settlement.dispose());
    verdict = answer;
  } catch (thrown) {
    if (mine !== turn) return;
    failure = thrown;
  }
  working = '';
  render();
  result.querySelector<HTMLElement>('.says, .alert')?.focus();
}

function tableChoice(): HTMLElement | false {
  const { table } = messages;
  if (verdict?.document.format !== 'colophon/statement/2' || verdict.tables > 0) return false;
  return h('div', { class: 'note stack' }, h('div', null, h('strong', null, table.title), h('p', null, table.text)),
    h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim fetch', onclick: () => void addServerTables() }, table.fetch),
      h('button', { type: 'button', class: 'slim', onclick: () => tableFile.click() }, table.file)));
}

function heldChoice(): HTMLElement | false {
  const format = verdict?.document.format, held = format === 'replayed' ? messages.replay.published : messages.held;
  if ((format !== 'log' && format !== 'replayed') || opened?.held !== '') return false;
  return h('div', { class: 'note stack' }, h('div', null, h('strong', null, held.title), h('p', null, held.text)),
    h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => heldFile.click() }, held.file)));
}

/** A settlement that was computed again holds memory until the next file. */
function forget(): void {
  if (verdict?.document.format === 'replayed') verdict.document.settlement.dispose();
  verdict = undefined;
}

function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** What a person can do with a verdict: ask why, take papers along. */
function actions({ document }: Verdict): VerdictActions {
  if (document.format === 'colophon/statement/2') {
    const { text } = opened!;
    return { explain: (line) => colophon.explain(text, { line, locale }) };
  }
  if (document.format !== 'replayed') return {};
  const { settlement } = document;
  return {
    save: (what) => void (async () => {
      if (what === 'journal') return download('journal.ledger', await settlement.journal(), 'text/plain');
      const all: Record<string, unknown>[] = [];
      for (let i = 0; i < settlement.statements.length; ++i) all.push(await settlement.statement(i));
      download('statements.ndjson', all.map((one) => `${JSON.stringify(one)}\n`).join(''), 'application/x-ndjson');
    })().catch((thrown: unknown) => { failure = thrown; render(); }),
  };
}

function render(): void {
  zone.classList.toggle('small', opened !== undefined);
  put(zone, mark(), opened ? h('p', { class: 'name' }, opened.name) : h('h2', null, messages.drop),
    h('p', { class: 'soft small only' }, messages.offline),
    h('button', { type: 'button', class: opened ? '' : 'main', onclick: () => file.click() }, opened ? messages.another : messages.choose), file, tableFile, heldFile);
  put(result, working !== '' && h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), working),
    failure !== undefined && asMessage(locale, failure, messages.notDocument),
    verdict && working === '' && verdictView(messages, locale, verdict, actions(verdict), tableChoice(), heldChoice()));
}

zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('over'); });
zone.addEventListener('dragleave', () => zone.classList.remove('over'));
zone.addEventListener('drop', (event) => {
  event.preventDefault();
  zone.classList.remove('over');
  const chosen = [...(event.dataTransfer?.files ?? [])];
  if (chosen.length > 0) void open(chosen);
});

mount('verify', {
  main: h('main', null, h('div', { class: 'wrap' }, intro, zone, whom, result)),
  localise(code) {
    locale = code;
    messages = code === 'en' ? verifyEn : verifyZh;
    put(intro, h('h1', null, messages.title), h('p', null, messages.lead));
    file.setAttribute('aria-label', messages.choose);
    tableFile.setAttribute('aria-label', messages.table.file);
    heldFile.setAttribute('aria-label', messages.held.file);
    put(keysSummary, messages.whom.title);
    put(keysLabel, messages.whom.label);
    put(keysHint, messages.whom.hint);
    render();
  },
  know(facts) {
    siteKeys = facts?.log_keys;
    if (asked !== null && !opened) void openAsked(asked);
  },
});
