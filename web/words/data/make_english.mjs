// Writes the dictionary of the English proofreader: ./dev node web/words/data/make_english.mjs FOLDER: proofread-en.bin
// Words and affixes are those of Debian's hunspell-en-us (SCOWL, Kevin Atkinson and others; BSD-like), which words are familiar those of the npm package
// text-readability (MIT); their licences go beside it. Rules and misspellings are the project's own (english_rules/). docs/formats/proofreading.md has the layout.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(process.argv[2], 'proofread-en.bin');
const hunspell = '/usr/share/hunspell/en_US';
const familiarFolder = dirname(createRequire(import.meta.url).resolve('text-readability/package.json'));
const { default: familiar } = await import(join(familiarFolder, 'easy_words.js'));

const sense = { noun: 1, plural: 2, verb: 4, verb_s: 8, past: 16, participle: 32, ing: 64, adjective: 128, adverb: 256, comparative: 512, name: 1024, unsuggested: 8192, function: 16384, mass: 32768 };
const frequencyShift = 11;

// The affixes of the dictionary: by flag, whether prefixes and suffixes go together, and what each takes off, puts on, and asks for.
const affixes = new Map();
for (const line of readFileSync(`${hunspell}.aff`, 'utf8').split('\n')) {
  const [type, flag, a, b, c] = line.trim().split(/\s+/);
  if (type !== 'PFX' && type !== 'SFX') continue;
  if (c === undefined) affixes.set(flag, { prefix: type === 'PFX', cross: a === 'Y', rules: [] });
  else affixes.get(flag).rules.push({ off: a === '0' ? '' : a, on: b === '0' ? '' : b, when: new RegExp(type === 'PFX' ? `^${c}` : `${c}$`) });
}
function suffixed(word, flag) {
  const { rules } = affixes.get(flag);
  const rule = rules.find(({ off, when }) => when.test(word) && word.endsWith(off));
  return rule && word.slice(0, word.length - rule.off.length) + rule.on;
}

const words = new Map();
const add = (word, senses) => words.set(word, (words.get(word) ?? 0) | senses);
const prefixes = { A: 're', I: 'in', U: 'un', C: 'de', E: 'dis', F: 'con', K: 'pro' };

/** What the affixes that a word takes say of it. */
function sensesOf(word, flags) {
  const has = (flag) => flags.includes(flag);
  let senses = 0;
  if (has('M')) senses |= sense.noun;
  if (has('D') || has('G')) senses |= sense.verb;
  if (/^\p{Lu}/u.test(word)) return senses & sense.noun ? sense.noun | sense.name : sense.name;
  if (has('T') || has('P') || (has('Y') && (!has('M') || /(ent|ant|al|ic|ive|ous|ful|able|ible|ary|ate|less|ish|ine|ile)$/.test(word)))) senses |= sense.adjective;
  if (senses === 0 && has('S')) senses |= sense.noun;
  if (senses === 0) {
    if (/(ness|ity|ism|ment|ship|hood|ology)$/.test(word)) senses |= sense.noun;
    else if (/(nesses|ities|isms|ments|ships)$/.test(word)) senses |= sense.plural;
    else if (/[^l]ly$|lly$/.test(word)) senses |= sense.adverb;
    else if (/(al|ic|ous|ful|less|ive|able|ible|ary|ish|ant|ent|some)$/.test(word)) senses |= sense.adjective;
  }
  if ((senses & sense.noun) && !(senses & ~sense.noun) && !has('S')) senses |= sense.mass;
  return senses;
}
/** What a suffix makes of a word. */
function sensesBy(flag, senses) {
  switch (flag) {
    case 'S': return (senses & sense.noun ? sense.plural : 0) | (senses & sense.verb ? sense.verb_s : 0);
    case 'D': return sense.past | sense.participle;
    case 'G': return sense.ing;
    case 'J': case 'Z': case 'X': return sense.plural;
    case 'R': return senses & sense.adjective ? sense.comparative | (senses & sense.verb ? sense.noun : 0) : sense.noun;
    case 'T': return sense.adjective;
    case 'Y': return sense.adverb;
    case 'V': case 'B': return sense.adjective;
    case 'N': case 'P': case 'L': return sense.noun;
    default: return 0;
  }
}

for (const line of readFileSync(`${hunspell}.dic`, 'utf8').split('\n').slice(1)) {
  const [entry, flagText = ''] = line.trim().split(/\s/)[0].split('/');
  if (!entry || /\d/.test(entry) || /[^\p{L}']/u.test(entry) || /[^\u0000-\u00ff]/.test(entry)) continue;
  const flags = [...flagText];
  const unsuggested = flags.includes('!') ? sense.unsuggested : 0;
  const senses = sensesOf(entry, flags);
  const forms = [[entry, senses]];
  for (const flag of flags) {
    const affix = affixes.get(flag);
    // A possessive is read off a word where it stands.
    if (affix === undefined || affix.prefix || flag === 'M' || flag === 'H') continue;
    const form = suffixed(entry, flag);
    if (form !== undefined) forms.push([form, sensesBy(flag, senses), affix.cross]);
  }
  for (const [form, formSenses] of forms) add(form, formSenses | unsuggested);
  for (const flag of flags.filter((one) => prefixes[one])) {
    for (const [form, formSenses, cross] of forms) if (cross !== false) add(prefixes[flag] + form, formSenses | unsuggested);
  }
}

// The project's own lists: what the affixes do not say.
const ruleFolder = join(here, 'english_rules');
const files = readdirSync(ruleFolder).filter((name) => name.endsWith('.txt')).sort();
const rules = files.map((name) => readFileSync(join(ruleFolder, name), 'utf8')).join('\n').split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith(';'));
let section = '';
for (const line of rules) {
  if (line.startsWith('= ')) section = line.slice(2);
  else if (section === 'verbs') {
    const [base, past, participle] = line.split(' ');
    if (words.has(base)) add(base, sense.verb);
    for (const s of [`${base}s`, `${base}es`, base.replace(/y$/, 'ies')]) if (s !== base && words.has(s)) add(s, sense.verb_s);
    if (words.has(past)) add(past, sense.past);
    if (words.has(participle)) add(participle, sense.participle);
  } else if (section === 'nouns') {
    const [singular, plural] = line.split(' ');
    add(singular, sense.noun);
    words.set(singular, words.get(singular) & ~sense.mass);
    add(plural, sense.plural);
  }
}
// A verb's forms that stand as words of their own.
for (const [word, senses] of [...words]) {
  if (!(senses & sense.verb) || /^\p{Lu}/u.test(word)) continue;
  const stem = word.endsWith('e') ? word.slice(0, -1) : word;
  const doubled = /[^aeiou][aeiou][bdgklmnprtv]$/.test(word) ? word + word.at(-1) : word;
  for (const [forms, meant] of [[[`${stem}ing`, `${word}ing`, `${doubled}ing`], sense.ing], [[`${stem}ed`, `${doubled}ed`, word.replace(/y$/, 'ied')], sense.past | sense.participle], [[`${word}s`, `${word}es`, word.replace(/y$/, 'ies')], sense.verb_s]]) {
    for (const form of forms) if (form !== word && words.has(form)) add(form, meant);
  }
}
// "word +sense -sense": corrections; "+N" a frequency.
const rank = new Map();
const raise = (word, to) => { if (words.has(word)) rank.set(word, Math.max(rank.get(word) ?? 0, to)); };
for (const line of readFileSync(join(here, 'english_words.txt'), 'utf8').split('\n')) {
  if (!line.trim() || line.startsWith(';')) continue;
  const [list, ...changes] = line.trim().split(/ (?=[+-])/);
  for (const word of list.split(' ')) {
    if (!words.has(word) && changes.includes('+new')) words.set(word, 0);
    if (!words.has(word)) continue;
    for (const change of changes) {
      const name = change.slice(1);
      if (/^\d$/.test(name)) raise(word, Number(name));
      else if (name === 'new') continue;
      else if (name === 'only') words.set(word, words.get(word) & (sense.unsuggested | sense.name));
      else if (name === 'gone') words.delete(word);
      else if (sense[name] === undefined) throw new Error(`${line}: no sense ${name}`);
      else words.set(word, change[0] === '+' ? words.get(word) | sense[name] : words.get(word) & ~sense[name]);
    }
  }
}
for (const word of familiar) raise(word.toLowerCase().replaceAll('’', "'"), 2);
for (const [word] of words) {
  // Forms of familiar words are nearly as familiar.
  for (const [ending, put] of [['s', ''], ['es', ''], ['ies', 'y'], ['ed', ''], ['ed', 'e'], ['ied', 'y'], ['ing', ''], ['ing', 'e'], ['ly', ''], ['er', ''], ['er', 'e'], ['est', '']]) {
    if (word.endsWith(ending) && (rank.get(word.slice(0, -ending.length) + put) ?? 0) >= 2) raise(word, 1);
  }
}

const latin1 = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const sorted = [...words.keys()].filter((word) => word.length <= 60).sort(compare);
const packed = [];
let previous = '';
for (const word of sorted) {
  let shared = 0;
  while (shared < Math.min(previous.length, word.length) && previous[shared] === word[shared]) ++shared;
  const flags = words.get(word) | (rank.get(word) ?? 0) << frequencyShift;
  packed.push(shared, word.length - shared, ...latin1(word.slice(shared)), flags & 0xff, flags >> 8 & 0xff);
  previous = word;
}
const ruleBytes = latin1(`${rules.join('\n')}\n`);
if (rules.some((line) => /[^\u0000-\u00ff]/.test(line))) throw new Error('a rule is not Latin-1');
const file = new Uint8Array(20 + packed.length + ruleBytes.length);
file.set(latin1('CLPE'));
[1, sorted.length, packed.length, ruleBytes.length].forEach((value, i) => new DataView(file.buffer).setUint32(4 + 4 * i, value, true));
file.set(packed, 20);
file.set(ruleBytes, 20 + packed.length);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, file);
const licence = ['/usr/share/doc/hunspell-en-us/copyright', join(familiarFolder, 'LICENSE')].filter(existsSync).map((path) => readFileSync(path, 'utf8'));
writeFileSync(out.replace(/\.\w+$/, '.LICENSE'), licence.join('\n\n---- familiar words: text-readability ----\n\n'));
console.log(`${out}: ${file.length} bytes, ${sorted.length} words, ${rules.length} lines of rules`);
