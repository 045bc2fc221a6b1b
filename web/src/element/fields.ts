// What its maker says of a work, filled in or not yet: part of a draft, and what a registration is made from.
export const involvements = ['none', 'assisted', 'generated'] as const;
export type Ai = (typeof involvements)[number];
export const isAi = (value: unknown): value is Ai => involvements.includes(value as Ai);

/** As it is written, complete or not. */
export interface Share { party: string; share: string }
export interface Fields { title: string; ai: Ai; shares: Share[] }

const titleMax = 200;
/** The file's name without its suffix; no shares: the maker has all. */
export const fieldsFor = (name: string): Fields => ({ title: name.replace(/\.[A-Za-z0-9]{1,8}$/, '').slice(0, titleMax), ai: 'none', shares: [] });
