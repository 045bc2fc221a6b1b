// The JSON Schema of mappings says what core reads: every example of the tests and docs fits, and its members are those of the reader.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const schema = JSON.parse(read('docs/formats/sales-mapping.schema.json'));

/** As much of JSON Schema 2020-12 as this schema uses. */
function fits(value, rule) {
  if (rule.$ref) return fits(value, rule.$ref.slice(2).split('/').reduce((at, name) => at[name], schema));
  if (rule.oneOf && rule.oneOf.filter((one) => fits(value, one)).length !== 1) return false;
  if ('const' in rule && value !== rule.const) return false;
  if (rule.enum && !rule.enum.includes(value)) return false;
  const kind = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : value === null ? 'null' : typeof value;
  if (rule.type && kind !== rule.type) return false;
  if (kind === 'string') return (rule.minLength ?? 0) <= value.length && value.length <= (rule.maxLength ?? Infinity) && (!rule.pattern || new RegExp(rule.pattern, 'u').test(value));
  if (kind === 'integer') return (rule.minimum ?? -Infinity) <= value && value <= (rule.maximum ?? Infinity);
  if (kind === 'array') return value.length >= (rule.minItems ?? 0) && value.length <= (rule.maxItems ?? Infinity) && value.every((item) => fits(item, rule.items ?? {}));
  if (kind !== 'object') return true;
  if ((rule.required ?? []).some((name) => !(name in value))) return false;
  return Object.entries(value).every(([name, member]) => {
    const known = rule.properties?.[name];
    if (known) return fits(member, known);
    return rule.additionalProperties === undefined || rule.additionalProperties === true || (rule.additionalProperties !== false && fits(member, rule.additionalProperties));
  });
}

const good = () => ({ format: 'colophon/sales-mapping/1', source: 'spotify', fields: { date: { column: 'D', format: 'YYYY-MM' }, kind: { value: 'ad' }, amount: 1, currency: 'C' } });

test('the schema takes what the reader takes', () => {
  assert.ok(fits(good(), schema));
  const page = read('docs/formats/sales-mapping.md');
  const example = /^( {4}\{ "format".*?\n(?: {4}.*\n)*)/m.exec(page)[1];
  assert.ok(fits(JSON.parse(example), schema), 'the example of the page');
  const seeds = ['named', 'european', 'bare', 'windows'].map((name) => read(`tests/fuzz/corpus/sales/${name}`).split('\0')[0]);
  for (const seed of seeds) assert.ok(fits(JSON.parse(seed), schema), seed);
});

test('the schema refuses what the reader refuses', () => {
  const broken = [
    (m) => { m.format = 'colophon/sales-mapping/2'; }, (m) => { m.source = 'Spotify'; }, (m) => { delete m.fields.date; }, (m) => { m.fields.colour = 1; }, (m) => { m.fields.title = 0; },
    (m) => { m.fields.title = {}; }, (m) => { m.fields.title = { column: 1, value: 'x' }; }, (m) => { m.fields.title = { product: [1, 2] }; }, (m) => { m.fields.title = { column: 1, scale: '2' }; },
    (m) => { m.fields.date = { column: 1 }; }, (m) => { m.table = { separator: ':' }; }, (m) => { m.table = { skip_lines: -1 }; }, (m) => { m.numbers = { decimal: ';' }; },
    (m) => { m.rows = { skip: [{ column: 1 }] }; }, (m) => { m.rows = { skip: [{ column: 1, is: [] }] }; }, (m) => { m.colour = 1; },
  ];
  for (const change of broken) {
    const mapping = good();
    change(mapping);
    assert.ok(!fits(mapping, schema), JSON.stringify(mapping));
  }
});

test('the fields of the schema are those of the reader, and the editor has a name for each in both languages', () => {
  const names = /kFieldNames\{([^}]*)\}/.exec(read('core/src/sales/mapping.cpp'))[1].match(/"([a-z]+)"/g).map((name) => name.slice(1, -1)).sort();
  assert.deepEqual(Object.keys(schema.properties.fields.properties).sort(), names);
  for (const file of ['en', 'zh-CN']) {
    const words = read(`web/src/locales/site/sales.${file}.ts`);
    for (const name of names) assert.match(words, new RegExp(`\\b${name}: '`), `${file}: ${name}`);
  }
});
