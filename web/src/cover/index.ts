// @colophon/sdk/cover: covers out of a work's own colours, picture and title. docs/how-to/cover.md.
export { compose, requiredContrast, templates, templatesFor } from './compose.js';
export { contrast, luminance } from './colour.js';
export { dataUrl, toPng, toSvg } from './export.js';
export { variants, type VariantOptions } from './variants.js';
export { kSchemes as schemes } from './scheme.js';
export * from './types.js';
