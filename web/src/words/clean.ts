// What a text may hold: whatever came from outside goes through here before it is part of a book, and again before it leaves in a file.
import type { Notes } from './problems.js';

/** Halves of surrogate pairs that stand alone: no file can hold them. */
const loneSurrogate = /\p{Cs}/gu;
/** What XML 1.0 cannot say; tabs and line ends are text. */
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;
/** Left-to-right and right-to-left override: they show a text in another order than it has, and no prose needs them. */
const override = /[\u202d\u202e]/g;
const anyDirection = /[\u202a-\u202e\u2066-\u2069]/g;

const count = (text: string, form: RegExp): number => text.match(form)?.length ?? 0;

/** The text of a chapter, with what was taken out in the notes. */
export function cleanText(text: string, notes: Notes): string {
  let clean = text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n');
  if (/\p{Cs}/u.test(clean)) {
    notes.add('replaced', count(clean, loneSurrogate));
    clean = clean.replace(loneSurrogate, '\ufffd');
  }
  const controls = count(clean, control), overrides = count(clean, override);
  notes.add('controls', controls);
  notes.add('directionOverrides', overrides);
  return controls + overrides > 0 ? clean.replace(control, '').replace(override, '') : clean;
}

/** A title or a name: one line, in the direction that its letters have. */
export const cleanLine = (text: string): string => text.replace(loneSurrogate, '\ufffd').replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').replace(anyDirection, '').replace(/[\ufffe\uffff]/g, '').trim();

/** As XML can say it, in the direction that it has; what XML cannot is left out or stands as U+FFFD. */
export const xmlText = (text: string): string => text.replace(loneSurrogate, '\ufffd').replace(control, '').replace(override, '').replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
