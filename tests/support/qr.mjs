// The code on a book's last page, as jsQR reads it.
import jsQR from 'jsqr';

/** The pixels of a code: the path that qrSvg writes, four pixels a module. */
function raster(svgText, scale = 4) {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svgText)[1]), side = size * scale, rgba = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, length] of /fill="#000" d="([^"]+)"/.exec(svgText)[1].matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = y * scale; row < (Number(y) + 1) * scale; row++) for (let column = x * scale; column < (Number(x) + Number(length)) * scale; column++) rgba.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
  }
  return { rgba, side };
}

/** What the drawing says. */
export function readCode(svgText) {
  const { rgba, side } = raster(svgText);
  return jsQR(rgba, side, side).data;
}
