// Reads and rewrites the sections of a WebAssembly file: just enough to give the core less memory than it may take.

function readLeb(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}
function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}

/** The same module with a memory of at most `pages` pages of 64 KiB. */
export function withMemoryMax(bytes, pages) {
  const memorySection = 5;
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [size, start] = readLeb(bytes, at + 1);
    if (id === memorySection) {
      const [count, flagsAt] = readLeb(bytes, start);
      const [minimum] = readLeb(bytes, flagsAt + 1);
      if (count !== 1 || bytes[flagsAt] !== 1) throw new Error('not one memory with a maximum');
      if (minimum > pages) throw new Error(`the memory begins with ${minimum} pages`);
      const section = [1, 1, ...leb(minimum), ...leb(pages)];
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([id, ...leb(section.length), ...section]), bytes.subarray(start + size)]);
    }
    at = start + size;
  }
  throw new Error('no memory section');
}
