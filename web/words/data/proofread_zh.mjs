// Makes what core/proofread reads Chinese by: `./dev node web/words/data/proofread_zh.mjs FOLDER`: proofread-zh.bin with its licences. docs/formats/proofreading-chinese.md has the layout.
// Words, how common they are and their parts of speech: the dictionary of jieba (Debian: python3-jieba; MIT licence, Sun Junyi). Traditional forms: OpenCC's tables of characters
// (npm: opencc-js; Apache 2.0). Which characters sound alike: the order of Mandarin readings in ICU (Unicode licence), which node has. Wrong forms and rules: the files beside this one.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const lines = (name) => readFileSync(join(here, name), 'utf8').split('\n').filter((line) => line !== '');
const openccFolder = createRequire(import.meta.url).resolve('opencc-js');
const kSteps = 12;  // Of a cost: twelfths of a natural logarithm.

/** Word -> [count, tag]. */
function dictionary(path) {
  const words = new Map();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [word, count, tag] = line.split(' ');
    if (tag !== undefined && /^[\u3400-\u9fff]+$/.test(word)) words.set(word, [Number(count), tag]);
  }
  return words;
}
/** One letter a part of speech: a name of a person is N, a verb that is as well a noun w. */
function letter(tag, word) {
  // The dictionary takes many a phrase for a name: four characters that are neither foreign nor begin with a family name of two are none.
  if (tag.startsWith('nr') && word.length === 4 && !/^(令狐|慕容|欧阳|司马|上官|东方|诸葛|公孙|夏侯|皇甫|尉迟|长孙|宇文|司徒|西门|南宫|端木|独孤)|[斯尔特克夫丽娜德莱姆莉蒂]/.test(word)) return 'l';
  if (tag.startsWith('nr')) return 'N';
  if (tag === 'vn') return 'w';
  if (tag === 'zg' || tag === 'g') return 'g';
  return tag[0];
}

/** "慢慢的": the rules look for 的 as a word. */
const isPhraseOfDe = (word) => word.length > 1 && word.endsWith('的') && !['目的', '似的', '真的', '有的', '别的', '好的', '是的', '标的', '无的', '打的'].includes(word);

/** "按(安)装" -> [["按装", "安装"]]. */
function entry(text) {
  const flags = /^[-!]*/.exec(text)[0];
  const rest = text.slice(flags.length);
  if (rest.includes('=')) return { flags, wrong: rest.split('=')[0], right: rest.split('=')[1] };
  let wrong = '', right = '';
  for (const [, plain, , put] of rest.matchAll(/([^(]*)(\(([^)]*)\))?/g)) {
    wrong += plain;
    right += put === undefined ? plain : plain.slice(0, plain.length - put.length) + put;
  }
  return { flags, wrong, right };
}
/** Confusions that have a name of their own; "!" where single characters say too little of which is meant. */
const kNamed = { 象像: 'zh.xiang!', 像象: 'zh.xiang!', 己已: 'zh.yi!', 已己: 'zh.yi!', 以已: 'zh.yi!', 已以: 'zh.yi', 在再: 'zh.zai!', 再在: 'zh.zai!', 即既: 'zh.ji!', 既即: 'zh.ji!', 做作: 'zh.zuo!', 作做: 'zh.zuo', 侯候: 'zh.hou!', 候侯: 'zh.hou!',
  帐账: 'zh.zhang', 账帐: 'zh.zhang', 带戴: 'zh.dai!', 戴带: 'zh.dai', 坐座: 'zh.seat', 座坐: 'zh.seat', 做坐: 'zh.seat', 的得: 'zh.de!', 地得: 'zh.de!', 的地: 'zh.de!', 因应: 'zh.word!', 幅副: 'zh.word!' };
function table(words, report) {
  const entries = new Map();
  let rule = 'zh.word', forced = false;
  for (const line of lines('proofread_zh.wrong.txt')) {
    const named = /^# (zh\.[a-z_]+)(!?)$/.exec(line);
    if (named) { rule = named[1]; forced = named[2] === '!'; }
    if (line.startsWith('#')) continue;
    for (const text of line.split(' ').filter(Boolean)) {
      const { flags, wrong, right } = entry(text);
      if (wrong === right || wrong.length < 2 || !/^[\u3400-\u9fff]+$/.test(wrong + right)) { report('bad', text); continue; }
      const differing = [...wrong].map((character, at) => [character, right[at]]).filter(([from, to]) => from !== to);
      const name = rule === 'zh.word' && differing.length === 1 && kNamed[differing[0].join('')] || rule;
      entries.set(wrong, { wrong, right, rule: name.replace('!', ''), forced: forced || flags.includes('!') || name.endsWith('!'), simplified: flags.includes('-') });
    }
  }
  const rights = new Set([...entries.values()].map((each) => each.right));
  for (const each of entries.values()) {
    const known = words.get(each.wrong)?.[0] ?? 0;
    if (each.forced) continue;
    if (rights.has(each.wrong)) { report('right elsewhere', `${each.wrong}>${each.right}`); entries.delete(each.wrong); }
    else if (known > 12) { report('a word', `${each.wrong}>${each.right}:${known}`); entries.delete(each.wrong); }
  }
  return [...entries.values()];
}

/** Groups of characters that sound alike, by the order of their readings. */
function sounds(common) {
  const [starts, more] = ['sounds', 'readings'].map((name) => lines('proofread_zh.sounds.txt').filter((line) => line.startsWith(`${name} `)).join(' ').split(' ').filter((part) => part !== name && part !== ''));
  const order = new Intl.Collator('zh-u-co-pinyin').compare;
  const syllables = starts.map((text) => [text.slice(0, -1), text.at(-1)]).sort((a, b) => order(a[1], b[1]));
  const groups = new Map(syllables.map(([name]) => [name, []]));
  let at = -1;
  for (const character of [...common].sort(order)) {
    while (at + 1 < syllables.length && order(syllables[at + 1][1], character) <= 0) ++at;
    if (at >= 0) groups.get(syllables[at][0]).push(character);
  }
  for (const text of more) {
    const name = /^[a-z]+/.exec(text)[0];
    for (const character of text.slice(name.length)) if (!groups.get(name)?.includes(character)) groups.get(name)?.push(character);
  }
  return groups;
}
const blurred = (syllable) => syllable.replace(/^([zcs])h/, '$1').replace(/([aei]n)g$/, '$1').replace(/^([iu])/, '$1');

/** [weight, members] of the groups within which characters are mistaken for each other. */
function groupsOfSimilar(common) {
  const out = [];
  const groups = sounds(common);
  for (const [, members] of groups) if (members.length > 1) out.push(['0', members.join('')]);
  const wide = new Map();
  for (const [name, members] of groups) wide.set(blurred(name), [...wide.get(blurred(name)) ?? [], members]);
  for (const [, lists] of wide) if (lists.length > 1) out.push(['2', lists.flat().join('')]);
  for (const [weight, name] of [['1', 'shapes'], ['f', 'families']])
    for (const line of lines(`proofread_zh.${name}.txt`)) if (!line.startsWith('#')) out.push(...line.split(' ').filter((group) => group.length > 1).map((group) => [weight, group]));
  return out;
}
/** Rare phrases of the dictionary that are one similar character from a common one: it was made from texts with their errors. */
function mistaken(words, similar, without) {
  const alike = new Map();
  for (const [weight, members] of similar) {
    if (weight === '2') continue;
    for (const character of members) alike.set(character, new Set([...alike.get(character) ?? [], ...members]));
  }
  const out = [];
  for (const [word, [count]] of words) {
    if (word.length !== 4 || count > 4 || without.has(word)) continue;
    let best;
    for (let at = 0; at < 4; ++at) {
      for (const other of alike.get(word[at]) ?? []) {
        const right = word.slice(0, at) + other + word.slice(at + 1);
        const [often, tag] = words.get(right) ?? [0, ''];
        if (other !== word[at] && often >= Math.max(6, 2 * count) && /^[il]/.test(tag) && often > (best?.often ?? 0)) best = { right, often };
      }
    }
    if (best) out.push({ wrong: word, right: best.right, rule: 'zh.idiom', forced: false, simplified: false });
  }
  return out;
}

export function makeChinese({ jieba = '/usr/lib/python3/dist-packages/jieba/dict.txt', report = () => {} } = {}) {
  const words = dictionary(jieba);
  const total = [...words.values()].reduce((sum, [count]) => sum + count, 0);
  const entries = table(words, report);
  const wrongs = new Set(entries.map((each) => each.wrong));
  const extra = lines('proofread_zh.words.txt').filter((line) => !line.startsWith('#')).flatMap((line) => line.split(' '));
  const extraCounts = new Map(extra.filter((each) => each && !words.has(each)).map((each) => [each, [60, 'n']]));
  const without = new Set(lines('proofread_zh.words.txt').filter((line) => line.startsWith('#- ')).flatMap((line) => line.slice(3).split(' ')));
  const exceptions = lines('proofread_zh.words.txt').filter((line) => line.startsWith('#= ')).flatMap((line) => line.slice(3).split(' '));
  let kept = [...words, ...extraCounts].filter(([word, [count, tag]]) => !wrongs.has(word) && !without.has(word) && !isPhraseOfDe(word) && (word.length === 1 || (word.length <= 12 && count >= (tag.startsWith('nr') ? 8 : word.length > 4 && !/^[il]/.test(tag) ? 5 : 3))));
  kept.sort(([a], [b]) => (a < b ? -1 : 1));

  const frequencies = new Map();
  for (const [word, [frequency]] of kept) for (const character of word) frequencies.set(character, (frequencies.get(character) ?? 0) + frequency);
  const common = [...frequencies].filter(([, frequency]) => frequency >= 25).map(([character]) => character);
  const similar = groupsOfSimilar(common);
  const mined = mistaken(words, similar, new Set([...wrongs, ...exceptions]));
  entries.push(...mined);
  const taken = new Set(mined.map((each) => each.wrong));
  kept = kept.filter(([word]) => !taken.has(word));

  const count = kept.length;
  const shared = new Uint8Array(count), added = new Uint8Array(count), costs = new Uint8Array(count), tags = new Uint8Array(count), units = [];
  let before = '';
  kept.forEach(([word, [frequency, tag]], index) => {
    let same = 0;
    while (same < before.length && same < word.length && before[same] === word[same]) ++same;
    shared[index] = same;
    added[index] = word.length - same;
    for (let at = same; at < word.length; ++at) units.push(word.charCodeAt(at));
    costs[index] = Math.min(255, Math.round(-kSteps * Math.log(Math.max(frequency, 0.5) / total)));
    tags[index] = letter(tag, word).charCodeAt(0);
    before = word;
  });

  const out = similar.map(([weight, members]) => `g\t${weight}\t${members}`);
  for (const each of entries) out.push(`w\t${each.rule}\t${each.simplified ? '-' : ''}${each.forced ? '!' : ''}\t${each.wrong}\t${each.right}`);
  for (const line of lines('proofread_zh.rules.txt')) if (!line.startsWith('#')) out.push(line);

  const opencc = (name) => readFileSync(openccFolder.replace(/dist.*$/, `dist/esm-lib/dict/${name}.js`), 'utf8').split('"')[1].split('|').map((pair) => pair.split(' '));
  const single = (text) => text.length === 1 && /[\u3400-\u9fff]/.test(text);
  const toSimplified = opencc('TSCharacters').filter(([from, to]) => single(from) && single(to) && from !== to);
  const toTraditional = opencc('STCharacters').filter(([from, to]) => single(from) && single(to) && from !== to);
  out.push(`s\t${toSimplified.map((pair) => pair[0] + pair[1]).join('')}`, `t\t${toTraditional.map((pair) => pair[0] + pair[1]).join('')}`);

  const text = Buffer.from(out.join('\n') + '\n', 'utf8');
  const head = Buffer.alloc(20);
  head.write('CLPZ', 0, 'latin1');
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(count, 8);
  head.writeUInt32LE(units.length, 12);
  head.writeUInt32LE(text.length, 16);
  const pool = Buffer.alloc(units.length * 2);
  units.forEach((unit, index) => pool.writeUInt16LE(unit, index * 2));
  return Buffer.concat([head, shared, added, costs, tags, pool, text]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, jieba] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const report = process.argv.includes('--report') ? (what, text) => console.log(`${what}: ${text}`) : () => {};
  const bytes = makeChinese({ report, ...(jieba && { jieba }) });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'proofread-zh.bin'), bytes);
  const licence = ['/usr/share/doc/python3-jieba/copyright', openccFolder.replace(/dist.*$/, 'LICENSE')].filter(existsSync).map((path) => readFileSync(path, 'utf8'));
  writeFileSync(join(folder, 'proofread-zh.LICENSE'), licence.join('\n\n---- traditional characters: opencc-js ----\n\n'));
  console.log(`${join(folder, 'proofread-zh.bin')}: ${bytes.length} bytes`);
}
