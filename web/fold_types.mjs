// Makes one declaration file of a folder's: the tarball stays small, and what the folder's index does not export stays private.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const link = /^(import|export) (type )?(\*|\{[^}]*\}) from '([^']+)\.js';\n/gm;
const declared = /^export (?:declare |abstract )*(const|function|class|interface|type) (\w+)/gm;
/** What stands in a list without a place that it comes from. */
const listed = /^export (?:type )?(\{[^}]*\});\n/gm;
const items = (list) => list.slice(1, -1).split(',').map((item) => item.trim()).filter(Boolean);

/** What a folder's file and those that it leads to declare, as one text. */
function fold(folder, root) {
  const texts = new Map();
  const visit = (name) => {
    if (texts.has(name)) return;
    const text = readFileSync(join(folder, `${name}.d.ts`), 'utf8');
    texts.set(name, text);
    for (const [, , , , from] of text.matchAll(link)) if (/^\.\/[^/]+$/.test(from)) visit(from.slice(2));
  };
  visit(root);

  /** What a file exports: "name", "type Name" or "name as other". */
  const exportsOf = (name) => {
    const text = texts.get(name), found = [];
    for (const [, verb, type, what, from] of text.matchAll(link)) {
      if (verb !== 'export' || !from.startsWith('./')) continue;
      found.push(...(what === '*' ? exportsOf(from.slice(2)) : items(what).map((item) => (type && !item.startsWith('type ') ? `type ${item}` : item))));
    }
    for (const [, what] of text.matchAll(listed)) found.push(...items(what));
    for (const [, kind, item] of text.matchAll(declared)) found.push(kind === 'interface' || kind === 'type' ? `type ${item}` : item);
    return found;
  };
  const exported = [...new Set(exportsOf(root))];

  const outside = new Map(), passedOn = [];
  const bodies = [...texts.values()].map((text) => text.replace(link, (line, verb, type, what, from) => {
    if (from.startsWith('./')) return '';
    const at = from.replace(/^(\.\.\/(?!sdk\/|locales\/)\w+)\/\w+$/, '$1/index').replace(/^(\.\.\/locales\/)\w+\./, '$1');
    if (verb === 'export') passedOn.push(line.replace(from, at));
    else items(what).forEach((item) => outside.set(item.replace(/^type /, ''), at));
    return '';
  }).replace(listed, '').replace(/^export (declare )?(?=(abstract )?(const|function|class|interface|type) )/gm, 'declare '));
  const packages = new Set();
  bodies.forEach((body, index) => {
    bodies[index] = body.replace(/^import [^;]* from '[^.'][^']*';\n/gm, (line) => {
      packages.add(line);
      return '';
    });
  });
  for (const body of bodies) if (/^import /m.test(body)) throw new Error(`${folder}: an import that fold_types.mjs does not know:\n${/^import .*/m.exec(body)}`);
  const imports = [...outside].map(([item, from]) => `import type { ${item} } from '${from}.js';\n`);
  return { exported, text: [...packages, ...imports, ...passedOn, ...bodies, `export { ${exported.join(', ')} };\n`].join('') };
}

/** `folder`: of .d.ts files with an index. A define.d.ts that exports what the index does goes too: its entry has the index's types. sdk/ is never folded. */
export function foldTypes(folder) {
  if (!existsSync(join(folder, 'index.d.ts'))) return;
  const index = fold(folder, 'index'), defines = existsSync(join(folder, 'define.d.ts')), define = defines && fold(folder, 'define');
  const tags = defines ? /^declare global \{\n[^]*?^\}\n/m.exec(readFileSync(join(folder, 'define.d.ts'), 'utf8')) : null;
  for (const name of readdirSync(folder)) if (name.endsWith('.d.ts')) rmSync(join(folder, name));
  const alike = define && define.exported.every((item) => index.exported.includes(item));
  writeFileSync(join(folder, 'index.d.ts'), alike && tags ? index.text + tags[0] : index.text);
  if (define && !alike) writeFileSync(join(folder, 'define.d.ts'), define.text);
}

/** One file a language, as the scripts have it: `names` are its files, the language's own first. */
export function foldLocales(folder, [language, ...others]) {
  const one = join(folder, `${language}.d.ts`), texts = [readFileSync(one, 'utf8'), ...others.map((name) => readFileSync(join(folder, `${name}.d.ts`), 'utf8'))];
  writeFileSync(one, texts.join('').replace(/(from '\.\/)\w+\.([\w-]+\.js')/g, '$1$2'));
  for (const name of others) rmSync(join(folder, `${name}.d.ts`));
}
