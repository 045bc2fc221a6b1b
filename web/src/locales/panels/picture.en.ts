import type { Harmony, StyleTag } from '../../picture/types.js';

export const pictureEn = {
  enhance: 'Enhance automatically', enhancing: 'Measuring the picture', enhanced: 'Enhanced. Every slider shows what was changed.', fine: 'Nothing to enhance: the picture is well exposed.',
  enhanceNote: 'Fixed rules on brightness, colour and noise, not AI.',
  resetAll: 'Reset all',
  light: 'Light and colour',
  names: { exposure_milli: 'Exposure', contrast: 'Contrast', saturation: 'Saturation', warmth: 'Warmth', tint: 'Tint', denoise: 'Noise reduction', sharpen: 'Sharpening' },
  ev: (value: string) => `${value} EV`,
  crop: 'Crop and turn', ratio: 'Proportions', whole: 'Whole',
  cropNote: 'The part that draws the eye most. Drag the frame, or move it with the arrow keys.',
  frame: (x: string, y: string) => `Crop frame, ${x} from the left, ${y} from the top. Arrow keys move it.`,
  left: 'Turn left', right: 'Turn right', mirror: 'Mirror',
  enlarge: 'Twice the size', enlargeHint: 'By a neural model (ESRGAN, 0.9 MB), for pictures up to one megapixel. It invents fine detail.', enlarging: 'Enlarging',
  enlargeTooLarge: (limit: string) => `Only for pictures up to ${limit} pixels.`,
  cancel: 'Cancel',
  colours: 'Colours', share: (rgb: string, percent: string) => `${rgb}, ${percent} of the picture`, copied: (rgb: string) => `${rgb} was copied.`,
  harmony: (scheme: string) => `Colour harmony: ${scheme}`, goesWith: 'Goes with it',
  schemes: { neutral: 'hardly any colour', monochrome: 'monochrome', analogous: 'analogous', complementary: 'complementary', 'split-complementary': 'split complementary', triad: 'triad', tetrad: 'tetrad' } satisfies Record<Harmony['scheme'], string>,
  style: 'Style', styleNote: 'Rules on measured colour, light and edges.',
  tags: {
    greyscale: 'greyscale', monochrome: 'one hue', 'many-hues': 'many hues', warm: 'warm', cool: 'cool', vivid: 'vivid', muted: 'muted', 'high-key': 'high key', 'low-key': 'low key',
    'high-contrast': 'high contrast', 'low-contrast': 'low contrast', minimal: 'minimal', busy: 'busy', symmetric: 'symmetric', 'horizontal-lines': 'horizontal lines', 'vertical-lines': 'vertical lines',
    'diagonal-lines': 'diagonal lines', panorama: 'panorama', 'landscape-format': 'landscape format', 'portrait-format': 'portrait format', 'square-format': 'square format',
  } satisfies Record<StyleTag, string>,
  save: 'Save the picture', format: 'Format', quality: 'Quality', metadata: 'Keep camera metadata (place, time, camera)',
  metadataNote: 'Without it only the colour profile stays in the file.', saving: 'Writing the file', saved: (name: string, size: string) => `${name} was saved, ${size}.`,
  dropped: (names: string) => `Not kept, since it could not be read: ${names}.`,
};
export type PictureMessages = typeof pictureEn;
