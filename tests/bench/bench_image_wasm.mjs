// The six features of a 12-megapixel picture: the core in WebAssembly beside the same formulas in plain JavaScript, in this run.
import { coreModule, importSource } from '../support/core.mjs';
import { height, picture, png, width } from '../support/large_picture.mjs';

const viewSideMax = 1024;
const rounds = 7;

/** The peer: what a web developer would write, typed arrays and one pass, in the order of the core's formulas. */
function plainFeatures(rgb) {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / viewSideMax));
  const w = Math.floor(width / step);
  const h = Math.floor(height / step);
  const area = step * step;
  const luma = new Uint8Array(w * h);
  let sum = 0, squares = 0, rg = 0, rg2 = 0, yb = 0, yb2 = 0;
  for (let y = 0; y < h; ++y) {
    for (let x = 0; x < w; ++x) {
      let r = area >> 1, g = area >> 1, b = area >> 1;
      for (let dy = 0; dy < step; ++dy) {
        let at = ((y * step + dy) * width + x * step) * 3;
        for (let dx = 0; dx < step; ++dx) {
          r += rgb[at++];
          g += rgb[at++];
          b += rgb[at++];
        }
      }
      r = Math.floor(r / area);
      g = Math.floor(g / area);
      b = Math.floor(b / area);
      const value = (77 * r + 150 * g + 29 * b + 128) >> 8;
      luma[y * w + x] = value;
      sum += value;
      squares += value * value;
      rg += r - g;
      rg2 += (r - g) ** 2;
      yb += r + g - 2 * b;
      yb2 += (r + g - 2 * b) ** 2;
    }
  }
  let lap = 0, lap2 = 0, noise = 0, edge = 0, edgeX = 0, edgeY = 0;
  for (let y = 1; y + 1 < h; ++y) {
    for (let x = 1; x + 1 < w; ++x) {
      const i = y * w + x;
      const cross = luma[i - w] + luma[i + w] + luma[i - 1] + luma[i + 1];
      const corners = luma[i - w - 1] + luma[i - w + 1] + luma[i + w - 1] + luma[i + w + 1];
      const l = cross - 4 * luma[i];
      lap += l;
      lap2 += l * l;
      noise += Math.abs(corners - 2 * cross + 4 * luma[i]);
      const e = Math.abs(luma[i + 1] - luma[i - 1]) + Math.abs(luma[i + w] - luma[i - w]);
      edge += e;
      edgeX += e * x;
      edgeY += e * y;
    }
  }
  const n = w * h;
  const inner = (w - 2) * (h - 2);
  const deviation = (count, total, squared) => Math.sqrt(squared / count - (total / count) ** 2);
  const third = (at, side) => Math.min(Math.abs(at - side / 3), Math.abs(at - (2 * side) / 3));
  return {
    sharpness: deviation(inner, lap, lap2),
    exposure: sum / n,
    contrast: deviation(n, sum, squares),
    colourfulness: Math.hypot(deviation(n, rg, rg2), deviation(n, yb, yb2) / 2) + 0.3 * Math.hypot(rg / n, yb / n / 2),
    noise: (Math.sqrt(Math.PI / 2) / (6 * inner)) * noise,
    composition: Math.hypot(third(edgeX / edge + 0.5, w), third(edgeY / edge + 0.5, h)) / Math.hypot(w, h),
  };
}

/** The least CPU time of several runs, after one that warms up. */
function milliseconds(work) {
  work();
  const times = Array.from({ length: rounds }, () => {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

const rgb = picture();
const { Core, parseBytes } = await importSource('loader');
const core = await Core.instantiate(coreModule());
const { image } = core.decodeImage(png(rgb));

const theirs = plainFeatures(rgb);
for (const { name, value_milli: milli } of parseBytes(core.imageFeatures(image)).features) {
  if (Math.abs(milli - theirs[name] * 1000) > 1) throw new Error(`${name}: ${milli} and ${theirs[name] * 1000} differ: not the same work`);
}
const ourTime = milliseconds(() => core.imageFeatures(image));
const theirTime = milliseconds(() => plainFeatures(rgb));
console.log(`image_features_wasm_12mp: ${ourTime.toFixed(1)} CPU-ms; PEER plain JavaScript ${theirTime.toFixed(1)} CPU-ms; ratio ${(theirTime / ourTime).toFixed(2)}`);
