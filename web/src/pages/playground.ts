// /playground: a work, a call of the SDK, the code of it and what it gives. A form, since the page's policy forbids to run what somebody types.
import { createColophon } from '@colophon/sdk';
import { h, put } from '../element/dom.js';
import { playgroundEn, type PlaygroundMessages } from '../locales/site/playground.en.js';
import { playgroundZh } from '../locales/site/playground.zh-CN.js';
import { calls, checked, type Call, type Values } from '../playground/calls.js';
import { mount } from '../site/chrome.js';
import { asMessage } from '../site/errors.js';
import type { Language } from '../site/prefs.js';

const kSamples = ['rocket.jpg', 'airplane-from-above.jpg', 'dust-bowl-home.jpg', 'chelsea.png', 'li-bai-1.txt'];
const colophon = createColophon();

let messages: PlaygroundMessages = playgroundEn, locale: Language = 'en', call: Call = calls[0]!, work: File | undefined;
/** What was typed for the call, by its name and the argument's. */
const typed = new Map<string, string>();
/** A newer question makes the answer to an older one worthless. */
let turn = 0, waiting: ReturnType<typeof setTimeout> | undefined;

const intro = h('div', { class: 'intro' }), worksLegend = h('legend'), works = h('div', { class: 'works' }), chosen = h('p', { class: 'soft small', role: 'status' });
const file = h('input', { type: 'file', accept: 'image/jpeg,image/png,text/plain,text/markdown,.txt,.md', hidden: true, onchange: () => picked() });
const choose = h('button', { type: 'button', class: 'slim', onclick: () => file.click() }), dropHint = h('span', { class: 'soft small' });
const ownText = h('textarea', { rows: '3', id: 'own-text' }), textLabel = h('label', { for: 'own-text', class: 'small' }), use = h('button', { type: 'button', class: 'slim', onclick: () => useText() });
const callsLegend = h('legend'), callList = h('div', { class: 'calls' }), fields = h('div', { class: 'stack' }), problem = h('p', { class: 'wrong', role: 'status' });
const codeTitle = h('h2'), code = h('pre', { tabindex: '0', translate: 'no', id: 'code' }), copyCode = copyButton(code);
const resultTitle = h('h2'), result = h('pre', { tabindex: '0', translate: 'no', id: 'result' }), copyResult = copyButton(result), outcome = h('div', { 'aria-live': 'polite' });
const output = h('div', { class: 'code output' }, result, copyResult), more = h('p', { class: 'small soft' });
const zone = h('fieldset', { class: 'card zone' }, worksLegend, works, h('div', { class: 'row' }, choose, file, dropHint), h('div', { class: 'stack' }, textLabel, ownText, h('div', { class: 'row' }, use)), chosen);

function copyButton(source: HTMLElement): HTMLButtonElement {
  const button = h('button', { type: 'button', class: 'slim' });
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(source.textContent ?? '').then(() => { button.textContent = messages.copied; }, () => undefined);
  });
  return button;
}

const isText = (candidate: File): boolean => candidate.type.startsWith('text/');
const valuesOf = (): Values => Object.fromEntries(call.arguments.map(({ name, initial }) => [name, typed.get(`${call.name}.${name}`) ?? initial]));

function take(next: File): void {
  work = next;
  // A text has no palette: the call follows the work.
  if (isText(next) && call.input === 'picture') pick('text');
  else if (!isText(next) && call.input === 'text') pick('features');
  chosen.textContent = messages.chosen(next.name);
  for (const button of works.querySelectorAll<HTMLElement>('[data-sample]')) button.setAttribute('aria-pressed', String(button.dataset['sample'] === next.name));
  ask();
}
function picked(): void {
  const own = file.files?.[0];
  file.value = '';
  if (own) take(own);
}
function useText(): void {
  if (ownText.value.trim() === '') return void ownText.focus();
  take(new File([ownText.value], messages.text, { type: 'text/plain' }));
}
async function openSample(name: string): Promise<void> {
  const response = await fetch(`/sdk/pages/samples/${name}`).catch(() => undefined);
  if (response?.ok) take(new File([await response.blob()], name, { type: name.endsWith('.txt') ? 'text/plain' : name.endsWith('.png') ? 'image/png' : 'image/jpeg' }));
}

function pick(name: Call['name']): void {
  call = calls.find((one) => one.name === name)!;
  const radio = callList.querySelector<HTMLInputElement>(`[value=${name}]`);
  if (radio) radio.checked = true;
  renderFields();
}

/** Shows the code at once; the result follows when nothing more is typed. */
function ask(): void {
  const values = valuesOf(), wrong = checked(call, values);
  put(problem, wrong !== undefined && messages.wrong[wrong]);
  code.textContent = wrong === undefined ? call.code(values) : '';
  clearTimeout(waiting);
  const mine = ++turn;
  if (wrong !== undefined || work === undefined) return;
  waiting = setTimeout(() => void answer(mine, values), 150);
}

async function answer(mine: number, values: Values): Promise<void> {
  const { input } = call;
  output.hidden = true;
  if (input !== 'both' && (input === 'text') !== isText(work!)) return put(outcome, h('p', { class: 'note' }, messages.needs[input]));
  put(outcome, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), messages.working));
  const begun = performance.now();
  try {
    const given = await call.run(colophon, work!, values);
    if (mine !== turn) return;
    result.textContent = JSON.stringify(given, null, 2);
    output.hidden = false;
    put(outcome, h('p', { class: 'soft small' }, messages.time(new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(performance.now() - begun))));
  } catch (thrown) {
    if (mine === turn) put(outcome, asMessage(locale, thrown));
  }
}

function renderFields(): void {
  put(fields, ...call.arguments.map(({ name, initial, choices, min, max }) => {
    const key = `${call.name}.${name}`, value = typed.get(key) ?? initial;
    const listen = (event: Event): void => { typed.set(key, (event.target as HTMLInputElement).value); ask(); };
    return h('label', { class: 'field' }, messages.arguments[name], choices
      ? h('select', { onchange: listen }, ...choices.map((choice) => h('option', { value: choice, selected: choice === value }, choice)))
      : h('input', { type: min === undefined ? 'text' : 'number', min, max, maxlength: '200', value, oninput: listen }));
  }));
}

function render(): void {
  put(intro, h('h1', null, messages.title), h('p', null, messages.lead));
  put(worksLegend, messages.work);
  put(works, ...kSamples.map((name) => {
    const props = { type: 'button', class: name.endsWith('.txt') ? 'sample poem' : 'sample', 'data-sample': name, 'aria-pressed': String(work?.name === name), onclick: () => void openSample(name) };
    return name.endsWith('.txt') ? h('button', { ...props, lang: 'zh' }, '李白') : h('button', { ...props, 'aria-label': name }, h('img', { src: `/sdk/pages/samples/${name}`, alt: '', loading: 'lazy', width: '88', height: '64' }));
  }));
  choose.textContent = messages.own;
  dropHint.textContent = messages.drop;
  textLabel.textContent = messages.text;
  use.textContent = messages.use;
  file.setAttribute('aria-label', messages.own);
  chosen.textContent = work ? messages.chosen(work.name) : '';
  put(callsLegend, messages.call);
  put(callList, ...calls.map(({ name }) => h('label', null,
    h('input', { type: 'radio', name: 'call', value: name, checked: name === call.name, onchange: () => { pick(name); ask(); } }), h('b', null, name), h('span', { class: 'soft small' }, messages.calls[name]))));
  codeTitle.textContent = messages.code;
  code.setAttribute('aria-label', messages.code);
  resultTitle.textContent = messages.result;
  result.setAttribute('aria-label', messages.result);
  for (const [button, label] of [[copyCode, messages.copyCode], [copyResult, messages.copyResult]] as const) {
    button.textContent = messages.copy;
    button.setAttribute('aria-label', label);
  }
  more.textContent = `${messages.first} ${messages.more}`;
  renderFields();
}

zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('over'); });
zone.addEventListener('dragleave', () => zone.classList.remove('over'));
zone.addEventListener('drop', (event) => {
  event.preventDefault();
  zone.classList.remove('over');
  const own = event.dataTransfer?.files[0];
  if (own) take(own);
});

output.hidden = true;
mount('playground', {
  main: h('main', null, h('div', { class: 'wrap' }, intro, h('div', { class: 'play' },
    h('div', { class: 'stack' }, zone, h('fieldset', { class: 'card' }, callsLegend, callList, fields, problem)),
    h('div', { class: 'stack' }, codeTitle, h('div', { class: 'code' }, code, copyCode), resultTitle, outcome, output, more)))),
  localise(language) {
    locale = language;
    messages = language === 'en' ? playgroundEn : playgroundZh;
    render();
    ask();
  },
});
void openSample(kSamples[0]!);
