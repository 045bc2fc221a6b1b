// A cover out of a template, a palette, a picture and a title: placed, coloured, measured, written as SVG.
import { ColophonError } from '../sdk/errors.js';
import { drawArt } from './art.js';
import { isHan } from './break.js';
import { contrast, hex, readable, type Rgb } from './colour.js';
import { fitBlock, kFonts, measurer, type Fitted, type MeasureFont } from './fit.js';
import { coloursIn, leastScrim, partUnder, placePicture, weightIn, worst } from './place.js';
import { scoresOf } from './rank.js';
import { schemeOf, type Scheme } from './scheme.js';
import { checkHref, escapeXml, oneLine, tag } from './svg.js';
import file from './templates.json';
import { kRatios, type Block, type Box, type Choice, type ColourRole, type Cover, type CoverInput, type Decoration, type Layout, type PlacedText, type Role, type Template, type TemplateFile } from './types.js';

const data = file as unknown as TemplateFile;
export const templates: readonly Template[] = data.templates;

/** WCAG 2.2 calls text large from 24 CSS pixels. A cover is judged as shown 400 pixels wide at its shorter side. */
const kLargeFrom = 60;
export const requiredContrast = (size: number, unit: number): number => (size / unit >= kLargeFrom ? 3 : 4.5);

let sharedMeasure: MeasureFont | undefined;

/** The templates that can be used for these words in that ratio. */
export function templatesFor(input: CoverInput): Template[] {
  const onlyHan = /^[\p{Script=Han}\s]+$/u.test(oneLine(input.title));
  return templates.filter((one) => one.ratios.includes(input.ratio) && (!one.han || onlyHan));
}

export function compose(input: CoverInput, choice: Choice, measure?: MeasureFont): Cover {
  const size = kRatios[input.ratio];
  if (!size) throw new ColophonError({ code: 'invalid_argument', field: 'ratio', detail: `There is no ratio "${String(input.ratio)}": use ${Object.keys(kRatios).join(', ')}.` });
  const texts: Partial<Record<Role, string>> = { title: oneLine(input.title), subtitle: oneLine(input.subtitle), author: oneLine(input.author), mark: oneLine(input.mark) };
  if (!texts.title) throw new ColophonError({ code: 'missing_field', field: 'title', detail: 'A cover needs a title: write one.' });
  const least = input.leastContrast ?? 3;
  if (!(least >= 3 && least <= 4.5)) throw new ColophonError({ code: 'invalid_argument', field: 'leastContrast', detail: `The least contrast is a number from 3 to 4.5, not ${String(input.leastContrast)}.` });
  const template = templatesFor(input).find(({ name }) => name === choice.template);
  if (!template) throw new ColophonError({ code: 'invalid_argument', field: 'template', detail: `"${choice.template}" is no layout for this title and ratio.` });
  measure ??= sharedMeasure ??= measurer();

  const [width, height] = size, unit = Math.min(width, height) / 1000;
  const need: Need = (line) => Math.max(least, requiredContrast(line.size, unit));
  const own = input.ratio === 'book' ? undefined : template[input.ratio], layout: Layout = { picture: template.picture, blocks: template.blocks, decoration: template.decoration, ...own };
  const box = ([x, y, w, h]: Box): Box => [(x * width) / 1000, (y * height) / 1000, (w * width) / 1000, (h * height) / 1000];
  const scheme = schemeOf(input.palette, choice.scheme), seed = choice.seed ?? 1;
  const chosen: Required<Choice> = { template: template.name, scheme: choice.scheme, align: choice.align ?? layout.blocks.find(({ items }) => items.includes('title'))!.align, size: Math.max(60, Math.min(100, choice.size ?? 100)), seed };

  // An alignment that was chosen goes to every block that was aligned as the title was.
  const titleAlign = layout.blocks.find(({ items }) => items.includes('title'))!.align;
  const fitted = layout.blocks.map((block) => {
    const align = !block.vertical && block.align === titleAlign ? chosen.align : block.align;
    return { block, texts: fitBlock(block, box(block.region), texts, data.types[template.type]!, { measure, lang: input.lang, unit, align, scale: chosen.size / 100 }) };
  });

  const frame = box(layout.picture.region), plates = layout.decoration.filter(({ kind, colour }) => kind === 'rect' && colour === 'paper').map(({ region }) => box(region));
  const hiding = [...plates, ...fitted.filter(({ block }) => block.over === 'picture').flatMap(({ texts: placed }) => placed.map((one) => one.box))];
  const picture = input.picture, view = picture && placePicture(picture, frame, input.saliency, hiding);
  const part: Box = view && picture ? [view[0] / picture.width, view[1] / picture.height, view[2] / picture.width, view[3] / picture.height] : [0, 0, 1, 1];
  const art = picture ? undefined : drawArt(frame, scheme, seed);

  let strongest = 0;
  const scrims: string[] = [], placed: PlacedText[] = [];
  fitted.forEach(({ block, texts: lines }, index) => {
    if (lines.length === 0) return;
    const around = union(lines.map((one) => one.box), unit * 28);
    if (block.over !== 'picture') {
      const ground = block.over === 'accent' ? scheme.accent : scheme.paper;
      for (const line of lines) placed.push(finish(line, colourOf(block, line, scheme, ground, need), [ground], need));
      return;
    }
    // What is seen under the lines; without pixels to look at, anything may be.
    const grounds = art?.colours ?? (picture?.pixels ? coloursIn(picture.pixels, partUnder(around, frame, part)) : [[0, 0, 0], [255, 255, 255]] as Rgb[]);
    const most = Math.max(...lines.map(need));
    const ways = ([[scheme.day, scheme.night], [scheme.night, scheme.day]] as const).map(([ink, scrim]) => ({ ink, scrim, opacity: leastScrim(ink, scrim, grounds, most * 1.03) }));
    const way = ways[0]!.opacity <= ways[1]!.opacity + 0.3 ? ways[0]! : ways[1]!;
    strongest = Math.max(strongest, way.opacity);
    if (way.opacity > 0) scrims.push(scrimOf(block, around, way.scrim, way.opacity, width, height, `s${index}`));
    const beneath = grounds.map((one) => [0, 1, 2].map((i) => Math.round(one[i]! + (way.scrim[i]! - one[i]!) * way.opacity)) as unknown as Rgb);
    for (const line of lines) placed.push(finish(line, way.ink, beneath, need));
  });

  const svg = tag('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'xml:lang': input.lang },
    tag('title', {}, escapeXml([texts.title, texts.author].filter((one) => one).join(' — '))),
    tag('rect', { width, height, fill: hex(scheme.paper) }),
    drawPicture(layout, frame, picture && { href: checkHref(picture.href), width: picture.width, height: picture.height }, view, art?.svg),
    ...layout.decoration.map((one) => decorate(one, box(one.region), scheme, unit)),
    ...scrims,
    ...placed.map((one, index) => writeText(one, fitted.flatMap(({ texts: lines }) => lines)[index]!.style, input.lang)));
  const saliency = picture && input.saliency;
  const covered = saliency ? hiding.reduce((sum, one) => sum + weightIn(saliency, partUnder(one, frame, part)), 0) : 0;
  const shown = saliency ? weightIn(saliency, part) : 1;
  const scores = scoresOf({ texts: placed, width, height, frame, full: frame[2] === width && frame[3] === height, scrim: strongest, covered, shown, coveredMax: template.covered_max / 1000, han: isHan(texts.title) });
  return { svg, width, height, choice: chosen, texts: placed, scrim_milli: Math.round(strongest * 1000), scores };
}

const union = (boxes: readonly Box[], by: number): Box => {
  const x0 = Math.min(...boxes.map(([x]) => x)) - by, y0 = Math.min(...boxes.map(([, y]) => y)) - by;
  return [x0, y0, Math.max(...boxes.map(([x, , w]) => x + w)) + by - x0, Math.max(...boxes.map(([, y, , h]) => y + h)) + by - y0];
};

/** The contrast that a line has to have. */
type Need = (line: Fitted) => number;

function colourOf(block: Block, line: Fitted, scheme: Scheme, ground: Rgb, need: Need): Rgb {
  if (block.over === 'accent') return readable(scheme.onAccent, [ground], need(line));
  const wish: Record<ColourRole, Rgb> = { ink: scheme.ink, accent: scheme.accent, paper: scheme.paper };
  return readable(wish[block.colour ?? 'ink'], [ground], need(line));
}

function finish(fitted: Fitted, colour: Rgb, grounds: readonly Rgb[], need: Need): PlacedText {
  const { style: _, ...line } = fitted;
  return { ...line, colour, contrast_milli: Math.floor(1000 * (grounds.length === 1 ? contrast(colour, grounds[0]!) : worst(colour, grounds))), required_milli: Math.round(1000 * need(fitted)) };
}

function scrimOf(block: Block, [x, y, w, h]: Box, colour: Rgb, opacity: number, width: number, height: number, id: string): string {
  const fill = hex(colour);
  if (block.scrim === 'box' || block.scrim === undefined) return tag('rect', { x, y, width: w, height: h, rx: 12, fill, 'fill-opacity': opacity });
  // Full strength under the text, then gone softly: the picture has no edge there.
  const soft = Math.min(height * 0.22, 260), top = block.scrim === 'top';
  const from = top ? 0 : Math.max(0, y - soft), to = top ? Math.min(height, y + h + soft) : height, part = soft / (to - from);
  const stops = [[0, 0], [0.35, 0.32], [0.7, 0.78], [1, 1]].map(([at, strength]) => [at! * part, strength! * opacity] as const);
  const list = (top ? stops.map(([at, strength]) => [1 - at, strength] as const).reverse() : stops).map(([offset, strength]) => tag('stop', { offset: Math.round(offset * 1e4) / 1e4 + '', 'stop-color': fill, 'stop-opacity': strength.toFixed(3) }));
  return tag('defs', {}, tag('linearGradient', { id, x1: 0, y1: 0, x2: 0, y2: 1 }, ...list)) + tag('rect', { x: 0, y: from, width, height: to - from, fill: `url(#${id})` });
}

function drawPicture(layout: Layout, [x, y, w, h]: Box, picture: { href: string; width: number; height: number } | undefined, view: Box | undefined, art: string | undefined): string {
  const { shape } = layout.picture, r = Math.min(w, h) / 2;
  const outline = shape === 'circle' ? tag('circle', { cx: x + w / 2, cy: y + h / 2, r })
    : shape === 'arch' ? tag('path', { d: `M${x} ${y + h}V${y + w / 2}A${w / 2} ${w / 2} 0 0 1 ${x + w} ${y + w / 2}V${y + h}Z` }) : tag('rect', { x, y, width: w, height: h });
  const scale = view ? w / view[2] : 1;
  const inner = picture && view ? tag('image', { href: picture.href, x: x - view[0] * scale, y: y - view[1] * scale, width: picture.width * scale, height: picture.height * scale, preserveAspectRatio: 'none' }) : art ?? '';
  return tag('defs', {}, tag('clipPath', { id: 'p' }, outline)) + tag('g', { 'clip-path': 'url(#p)' }, inner);
}

function decorate({ kind, colour, line }: Decoration, [x, y, width, height]: Box, scheme: Scheme, unit: number): string {
  const fill = hex(colour === 'paper' ? scheme.paper : colour === 'ink' ? scheme.ink : scheme.accent);
  if (kind === 'frame') return tag('rect', { x, y, width, height, fill: 'none', stroke: fill, 'stroke-width': (line ?? 2) * unit });
  if (kind === 'dot') return tag('circle', { cx: x + width / 2, cy: y + height / 2, r: Math.min(width, height) / 2, fill });
  return tag('rect', { x, y, width, height, fill });
}

/** textLength holds each line to its measured width on machines with other fonts, too. */
function writeText(text: PlacedText, style: Fitted['style'], lang: string): string {
  const common = { fill: hex(text.colour), 'font-family': kFonts[style.font], 'font-weight': style.weight, 'font-size': text.size, 'xml:lang': lang };
  return tag('g', { ...common, 'data-role': text.role, 'text-anchor': text.align }, ...text.lines.map(({ text: line, x, y, width }) =>
    tag('text', { x, y, 'font-style': style.italic && !isHan(line) ? 'italic' : undefined, 'letter-spacing': text.vertical || style.tracking === 0 ? undefined : (text.size * style.tracking) / 1000,
      textLength: text.vertical || [...line].length < 2 ? undefined : width, lengthAdjust: text.vertical || [...line].length < 2 ? undefined : 'spacingAndGlyphs' }, escapeXml(line))));
}
