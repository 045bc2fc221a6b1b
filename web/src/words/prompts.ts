// Prompts for who does not know how to go on: sentences of a small grammar, filled with words of the book itself. Rules, no model; the same seed gives the same prompts.
import { promptsEn } from './prompts.en.js';
import { promptsZh } from './prompts.zh.js';

export const genres = ['novel', 'mystery', 'fantasy', 'poem', 'essay', 'children'] as const;
export type Genre = (typeof genres)[number];
/** `{a}` and `{b}` are words of the book; `{name}` a part of the grammar: one of its alternatives, which may have parts of their own. */
export interface Grammar { forms: Record<Genre, readonly string[]>; parts: Readonly<Record<string, readonly string[]>>; /** Where the book has no words yet. */ words: readonly string[] }

const depthMax = 6;

/** A small generator (mulberry32): the seed decides. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const shuffled = <T>(list: readonly T[], random: () => number): T[] => {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; --i) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
};

export const grammarOf = (language: string): Grammar => (/^zh\b/i.test(language) ? promptsZh : promptsEn);

/** `count` different prompts; fewer where the grammar has no more forms. `keywords`: the book's own, the weightiest first. */
export function makePrompts(grammar: Grammar, genre: Genre, keywords: readonly string[], seed: number, count: number): string[] {
  const random = randomOf(seed), own = keywords.length >= 2 ? keywords : [...keywords, ...grammar.words];
  const fill = (form: string, words: readonly string[], depth: number): string => form.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'a' || name === 'b') return words[name === 'a' ? 0 : 1]!;
    const alternatives = grammar.parts[name];
    return alternatives && depth < depthMax ? fill(alternatives[Math.floor(random() * alternatives.length)]!, words, depth + 1) : '';
  });
  return shuffled(grammar.forms[genre], random).slice(0, count).map((form) => {
    const text = fill(form, shuffled(own.slice(0, 24), random), 0);
    return text.charAt(0).toUpperCase() + text.slice(1);
  });
}

const common = new Set(('the a an and or but if then than so as at by for from in into of off on onto out over to under up with without about after again all am any are be because been before being below between both can could did do does doing down during each few had has have having he her here hers him his how i is it its just me more most my no nor not now off once only other our own same she should some such that their them there these they this those through too until very was we were what when where which while who whom why will would you your said one two').split(' '));
/** Words that the book uses often: where no reader of texts is there to weigh them. */
export function frequentWords(text: string, language: string): string[] {
  const counts = new Map<string, number>();
  const count = (word: string): void => void counts.set(word, (counts.get(word) ?? 0) + 1);
  if (/^zh\b/i.test(language)) {
    if (!('Segmenter' in Intl)) return [];
    for (const { segment, isWordLike } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text.slice(0, 60_000))) if (isWordLike && /^\p{Script=Han}{2,4}$/u.test(segment)) count(segment);
  } else for (const [word] of text.slice(0, 200_000).matchAll(/\p{L}[\p{L}'’]{3,}/gu)) if (!common.has(word.toLowerCase())) count(/^\p{Lu}/u.test(word) ? word : word.toLowerCase());
  return [...counts].filter(([, times]) => times > 1).sort((x, y) => y[1] - x[1]).slice(0, 24).map(([word]) => word);
}
