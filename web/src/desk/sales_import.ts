// A report from the reader's disk: chosen, mapped with a live preview, imported.
import { h, put } from '../element/dom.js';
import { get, post } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import type { Desk } from './context.js';
import { base64, headOf, mayWrite, whole, words, type Mapping, type Preview, type SalesFile, type SavedMapping } from './sales_api.js';
import { lacking, mappingEditor } from './sales_mapping.js';
import { previewView, readingView } from './sales_preview.js';

const kFileBytesMax = 48 * 2 ** 20, kWaitMs = 350, kLines = 12;

export function importView(desk: Desk, imported: () => void): HTMLElement {
  const { bring: text } = words(desk), place = h('div', { class: 'stack' });
  const section = h('section', { class: 'card stack bring' }, h('h3', null, text.title), place);
  if (!mayWrite(desk)) {
    put(place, h('p', { class: 'soft small' }, text.onlyWriters));
    return section;
  }

  function start(): void {
    const input = h('input', { type: 'file', class: 'vh', id: 'sales-file', onchange: () => { if (input.files?.[0]) void open(input.files[0]); } });
    const zone = h('label', { class: 'zone', for: 'sales-file' }, h('span', { class: 'button' }, text.choose), h('span', { class: 'soft small' }, text.drop));
    zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('over'); });
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      const file = event.dataTransfer?.files[0];
      if (file) void open(file);
    });
    put(place, input, zone);
  }

  async function open(file: File): Promise<void> {
    if (file.size > kFileBytesMax) return put(place, h('p', { class: 'alert', role: 'alert' }, text.tooLarge), again());
    put(place, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), text.reading));
    try {
      const head = await headOf(file), data = await base64(head.bytes);
      const first = await post<Preview>('/v1/sales/preview', { name: file.name, data, lines: kLines });
      if (desk.signal.aborted) return;
      if (first.format === 'dsr') {
        // Its counts stand at its end, so all of it is needed.
        const preview = head.whole ? first : await post<Preview>('/v1/sales/preview', { name: file.name, data: await base64(file), lines: kLines });
        return dsr(file, preview);
      }
      const { mappings } = await get<{ mappings: SavedMapping[] }>('/v1/sales/mappings');
      table(file, data, head.whole, first, mappings);
    } catch (thrown) {
      if (!desk.signal.aborted) put(place, asMessage(desk.locale, thrown), again());
    }
  }

  const again = (): HTMLElement => h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: start }, text.another));

  function dsr(file: File, preview: Preview): void {
    put(place, h('p', { class: 'row' }, h('strong', null, file.name), again()),
      h('p', { class: 'soft small' }, text.dsr(`${preview.head?.profile ?? ''} ${preview.head?.version ?? ''}`.trim() || '?', preview.head?.sender_name || '?')),
      previewView(desk, preview), importer(file, () => undefined));
  }

  function table(file: File, data: string, isWhole: boolean, first: Preview, saved: SavedMapping[]): void {
    let mapping: Mapping = { ...first.guess, source: file.name.replace(/[_.\-\s].*$/, '').toLowerCase().replace(/[^a-z0-9]/g, '') || 'report' };
    let header = first.rows?.[0]?.cells ?? [], asked = 0, timer: ReturnType<typeof setTimeout> | undefined;
    const shown = h('div', { 'aria-live': 'polite' }), editor = h('div');
    const look = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void show(), kWaitMs);
    };
    const show = async (): Promise<void> => {
      const mine = ++asked, missing = lacking(mapping);
      if (missing.length > 0) return put(shown, h('p', { class: 'note' }, text.lacking(missing.map((name) => words(desk).editor.fields[name] ?? name).join(', '))));
      try {
        const preview = await post<Preview>('/v1/sales/preview', { name: file.name, data, mapping, lines: kLines });
        if (mine !== asked || desk.signal.aborted) return;
        // Another separator or another header line gives other columns to choose from.
        const next = preview.rows?.[0]?.cells ?? header;
        if (JSON.stringify(next) !== JSON.stringify(header)) { header = next; edit(); }
        put(shown, !isWhole && h('p', { class: 'note' }, words(desk).bring.part(whole(desk, preview.reading.rows))), previewView(desk, preview));
      } catch (thrown) {
        if (mine === asked && !desk.signal.aborted) put(shown, asMessage(desk.locale, thrown));
      }
    };
    const edit = (): void => put(editor, mappingEditor(desk, mapping, header, look));
    const choice = h('select', { onchange: () => {
      const chosen = saved.find((one) => one.name === choice.value);
      mapping = structuredClone(chosen?.mapping ?? { ...first.guess, source: 'report' });
      edit();
      look();
    } }, h('option', { value: '' }, text.guessed), ...saved.map((one) => h('option', { value: one.name }, `@${one.name}`)));
    const name = h('input', { type: 'text', size: '14', maxlength: '64', value: '' }), kept = h('span', { class: 'soft small', role: 'status' });
    const keep = async (): Promise<void> => {
      try {
        await post('/v1/sales/mappings', { name: name.value.trim(), mapping });
        put(kept, text.saved(name.value.trim()));
      } catch (thrown) {
        put(kept, asMessage(desk.locale, thrown));
      }
    };
    put(place, h('p', { class: 'row' }, h('strong', null, file.name), again()), h('label', { class: 'field' }, text.mapping, choice), editor, shown,
      h('div', { class: 'row fields' }, h('label', { class: 'field' }, text.save, name), h('button', { type: 'button', class: 'slim', onclick: () => void keep() }, text.saveButton), kept),
      importer(file, () => mapping));
    edit();
    void show();
  }

  function importer(file: File, mapping: () => Mapping | undefined): HTMLElement {
    const state = h('div', { role: 'status' }), same = h('input', { type: 'checkbox' }), sameLabel = h('label', { class: 'row small', hidden: true }, same, text.sameContent);
    const run = async (): Promise<void> => {
      put(state, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), text.importing));
      const body = { name: file.name, data: await base64(file), mapping: mapping() ?? null };
      try {
        const done = await post<SalesFile>('/v1/sales/files', { ...body, allow_same_content: same.checked });
        put(place, h('p', { class: 'good' }, done.again === true ? text.again : text.imported(whole(desk, done.lines), whole(desk, done.matched_lines ?? 0))), readingView(desk, done.reading), again());
        imported();
      } catch (thrown) {
        if (desk.signal.aborted) return;
        const { code, field } = thrown as { code?: string; field?: string };
        sameLabel.hidden = code !== 'conflict' || field !== 'file';
        put(state, asMessage(desk.locale, thrown));
      }
    };
    return h('div', { class: 'stack' }, state, sameLabel, h('div', { class: 'row' }, h('button', { type: 'button', class: 'main', onclick: () => void run() }, text.import)));
  }

  start();
  return section;
}
