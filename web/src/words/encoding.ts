// Which encoding a plain text is in: by its byte order mark, by being valid UTF-8, or else by which reading of its bytes uses characters as texts do.
import { BookError, type Notes } from './problems.js';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'windows-1252';
export const textEncodings: readonly TextEncoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'windows-1252'];
const labels: Record<TextEncoding, string> = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE', gb18030: 'GB18030', big5: 'Big5', 'windows-1252': 'Windows-1252' };

// The characters that Chinese texts use most, in both scripts: about half of any page.
export const commonSimplified = '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运';
export const commonTraditional = '這個們來為國說時會對於過發後裡裏經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話內門兒東聲員論處義幾條氣題爾別變總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運';
const common = new Set(commonSimplified + commonTraditional);
const punctuation = new Set('，。！？、：；“”‘’「」『』…—《》（）\u3000');

/** Of the characters beyond ASCII: how many are among the most used, less what no text has. */
function plausibility(text: string): number {
  let beyond = 0, points = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) {
      if (code < 0x20 && code !== 9 && code !== 10 && code !== 12 && code !== 13) points -= 4;
      continue;
    }
    beyond++;
    if (common.has(character) || punctuation.has(character)) points++;
    else if (code === 0xfffd || (code >= 0x80 && code < 0xa0) || (code >= 0xe000 && code < 0xf900) || (code >= 0xff61 && code < 0xffa0)) points -= 2;
    else if (code < 0x3000 || code > 0x9fff) points -= 0.3;
  }
  return beyond === 0 ? (points < 0 ? points : 0) : points / beyond;
}

function decodes(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const kSampleBytes = 262_144;
/** A piece of the text that ends where a line does, so that no character is cut. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= kSampleBytes) return bytes;
  const end = bytes.lastIndexOf(0x0a, kSampleBytes);
  return bytes.subarray(0, end > kSampleBytes / 2 ? end + 1 : kSampleBytes);
}

function guess(bytes: Uint8Array): TextEncoding {
  const sample = sampleOf(bytes);
  const zeros = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i % 2]!++;
  // Latin text in UTF-16 is zeros every other byte; eight-bit text has none.
  if (zeros[0]! + zeros[1]! > 0) {
    const points = (['utf-16le', 'utf-16be'] as const).map((encoding) => plausibility(new TextDecoder(encoding).decode(sample)));
    const isLatin = Math.max(...zeros as [number, number]) * 3 > sample.length, little = isLatin ? zeros[1]! > zeros[0]! : points[0]! >= points[1]!;
    if (bytes.length % 2 === 0 && points[little ? 0 : 1]! > (isLatin ? -0.3 : 0.15)) return little ? 'utf-16le' : 'utf-16be';
    throw new BookError('notText');
  }
  let best: TextEncoding | undefined, most = 0.15;
  for (const encoding of ['gb18030', 'big5', 'utf-16le', 'utf-16be'] as const) {
    if (encoding.startsWith('utf-16') && bytes.length % 2 !== 0) continue;
    const points = plausibility(new TextDecoder(encoding).decode(sample));
    if (points > most) [best, most] = [encoding, points];
  }
  if (best) return best;
  let high = 0, low = 0;
  for (const byte of sample) {
    if (byte >= 0x80) high++;
    else if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) low++;
  }
  // Western text has a few accents and curly quotes, and no control characters.
  if (low === 0 && high * 3 < sample.length) return 'windows-1252';
  throw new BookError('notText');
}

// Windows-1252 where it is not Latin 1, from 0x80; written out since Node's decoder takes the one for the other.
const western = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const decodeWestern = (bytes: Uint8Array): string => new TextDecoder('windows-1252').decode(bytes).replace(/[\u0080-\u009f]/g, (one) => western[one.charCodeAt(0) - 0x80]!);

/** The text of a file, and in the notes which encoding it was read in and how that was known. */
export function decodeText(bytes: Uint8Array, notes: Notes, wanted?: TextEncoding): string {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le'
    : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  const known = wanted ?? marked ?? (!bytes.includes(0) && decodes(bytes, 'utf-8') ? 'utf-8' : undefined);
  const encoding = known ?? guess(bytes);
  const text = encoding === 'windows-1252' ? decodeWestern(bytes) : new TextDecoder(encoding).decode(bytes);
  notes.add(known ? 'encoding' : 'encodingGuessed', 1, labels[encoding]);
  const held = encoding === 'utf-8' && marked !== undefined ? 0 : text.match(/\ufffd/g)?.length ?? 0;
  if (encoding !== 'utf-8' || marked || wanted) notes.add('replaced', held);
  return text;
}
