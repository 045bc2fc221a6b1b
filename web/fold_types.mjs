// Makes one declaration file of a folder's: the tarball stays small, and what the folder's index does not export stays private.
import { appendFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const link = /^(import|export) (type )?(\*|\{[^}]*\}) from '([^']+)\.js';\n/gm;
const declared = /^export (?:declare |abstract )*(const|function|class|interface|type) (\w+)/gm;
const items = (list) => list.slice(1, -1).split(',').map((item) => item.trim()).filter(Boolean);

/** `folder`: of .d.ts files with an index; a define.d.ts beside it goes too: its entry has the index's types. sdk/ and locales/ are never folded. */
export function foldTypes(folder) {
  if (!existsSync(join(folder, 'index.d.ts'))) return;
  const texts = new Map();
  const visit = (name) => {
    if (texts.has(name)) return;
    const text = readFileSync(join(folder, `${name}.d.ts`), 'utf8');
    texts.set(name, text);
    for (const [, , , , from] of text.matchAll(link)) if (/^\.\/[^/]+$/.test(from)) visit(from.slice(2));
  };
  visit('index');

  /** What a file exports: "name", "type Name" or "name as other". */
  const exportsOf = (name) => {
    const text = texts.get(name), found = [];
    for (const [, verb, type, what, from] of text.matchAll(link)) {
      if (verb !== 'export' || !from.startsWith('./')) continue;
      found.push(...(what === '*' ? exportsOf(from.slice(2)) : items(what).map((item) => (type && !item.startsWith('type ') ? `type ${item}` : item))));
    }
    for (const [, kind, item] of text.matchAll(declared)) found.push(kind === 'interface' || kind === 'type' ? `type ${item}` : item);
    return found;
  };
  const exported = exportsOf('index');

  const outside = new Map(), passedOn = [];
  const bodies = [...texts.values()].map((text) => text.replace(link, (line, verb, type, what, from) => {
    if (from.startsWith('./')) return '';
    if (verb === 'export') passedOn.push(line);
    else items(what).forEach((item) => outside.set(item.replace(/^type /, ''), from.replace(/^(\.\.\/(?!sdk\/|locales\/)\w+)\/\w+$/, '$1/index')));
    return '';
  }).replace(/^export (declare )?(?=(abstract )?(const|function|class|interface|type) )/gm, 'declare ').replace(/^export \{\};\n/gm, ''));
  const packages = new Set();
  bodies.forEach((body, index) => {
    bodies[index] = body.replace(/^import [^;]* from '[^.'][^']*';\n/gm, (line) => {
      packages.add(line);
      return '';
    });
  });
  for (const body of bodies) if (/^import /m.test(body)) throw new Error(`${folder}: an import that fold_types.mjs does not know:\n${/^import .*/m.exec(body)}`);

  const imports = [...outside].map(([item, from]) => `import type { ${item} } from '${from}.js';\n`);
  for (const name of readdirSync(folder)) if (name.endsWith('.d.ts') && name !== 'define.d.ts') rmSync(join(folder, name));
  writeFileSync(join(folder, 'index.d.ts'), [...packages, ...imports, ...passedOn, ...bodies, `export { ${[...new Set(exported)].join(', ')} };\n`].join(''));
  // A define.d.ts says no more than its index but which tag is whose.
  const define = join(folder, 'define.d.ts');
  if (!existsSync(define)) return;
  const tags = /^declare global \{\n[^]*?^\}\n/m.exec(readFileSync(define, 'utf8'));
  if (tags) appendFileSync(join(folder, 'index.d.ts'), tags[0]);
  rmSync(define);
}
