// Where in a JSON text a value stands that an error names by its path: "agreements[0].shares.ada".

/** The line (from 1) and the offsets of the value, or of the nearest one around it that is there. */
export function placeOf(text: string, path: string): { line: number; from: number; to: number } | undefined {
  const wanted = path.match(/[^.[\]]+/g) ?? [];
  let at = 0, depth = 0, best: { from: number; to: number } | undefined;
  const space = (): void => { while (/\s/.test(text[at] ?? '')) ++at; };
  const string = (): string => {
    const begin = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return JSON.parse(text.slice(begin, ++at)) as string;
  };
  /** Walks one value; `steps` is how many of the wanted names lead to it, -1 where it is on another branch. */
  const value = (steps: number): void => {
    if (++depth > 200) throw new Error('too deep');
    space();
    const from = at;
    if (text[at] === '{' || text[at] === '[') {
      const list = text[at++] === '[';
      for (let index = 0; ; ++index) {
        space();
        if (at >= text.length || text[at] === '}' || text[at] === ']') break;
        const start = at, name = list ? String(index) : string();
        space();
        if (!list) ++at;  // the colon
        const next = steps >= 0 && wanted[steps] === name ? steps + 1 : -1;
        if (next > 0 && (best === undefined || next >= reached)) { reached = next; best = { from: start, to: at }; }
        value(next);
        if (next > 0 && best && best.from === start) best.to = at;
        space();
        if (text[at] === ',') ++at;
      }
      ++at;
    } else if (text[at] === '"') string();
    else while (at < text.length && !/[,\]}\s]/.test(text[at]!)) ++at;
    if (from === at) throw new Error('no value');
    --depth;
  };
  let reached = 0;
  try {
    value(0);
  } catch { /* What was found until there stands. */ }
  return best && { line: text.slice(0, best.from).split('\n').length, ...best };
}
