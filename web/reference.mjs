// Writes docs/reference from the declarations that the package ships, with their doc comments: one page an entry.
//   npm run -w web reference            (after a build; `-- --check` writes nothing and fails where a page is not up to date)
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SyntaxKind } from 'typescript/unstable/ast';
import { API, SymbolFlags } from 'typescript/unstable/sync';

const web = dirname(fileURLToPath(import.meta.url));
const out = join(dirname(web), 'docs/reference');
const manifest = JSON.parse(readFileSync(join(web, 'package.json'), 'utf8'));

/** What the reader of a page's title cannot know. Entries without a line here have no page: `define` has its element's types. */
const pages = {
  '.': ['sdk', 'The core in a worker, and a server over HTTP. Importing does nothing; the first call loads.'],
  './element': ['element', 'The class behind `<colophon-studio>`; `@colophon/sdk/element/define` registers it.'],
  './earnings': ['earnings', 'The class behind `<colophon-earnings>`; `@colophon/sdk/earnings/define` registers it.'],
  './badge': ['badge', 'The class behind `<colophon-badge>`; `@colophon/sdk/badge/define` registers it.'],
  './picture': ['picture', 'An editor of one picture, in the worker, by a module of its own.'],
  './cover': ['cover', 'Covers from a title, a palette and a map of what draws the eye: pure functions, no worker.'],
  './react': ['react', 'The elements as React components (18 and 19). The entry is marked `use client`.'],
};
const hidden = /^(connectedCallback|disconnectedCallback|adoptedCallback|attributeChangedCallback|formAssociatedCallback|formDisabledCallback|formResetCallback|formStateRestoreCallback|observedAttributes|formAssociated)$/;

/** The doc comment before a declaration, as one paragraph a blank line. */
function docOf(node, text) {
  const comments = [...text.slice(node.pos, node.getStart()).matchAll(/\/\*\*([^]*?)\*\//g)];
  return (comments.at(-1)?.[1] ?? '').replace(/^\s*\* ?/gm, '').trim().replace(/\n(?!\n)/g, ' ').replace(/\s*@typeParam /g, ' ');
}
/** One line of code for a cell or a heading. */
const inline = (code) => code.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '').replace(/\s+/g, ' ').replace(/;$/, '').replace(/;? \}/g, ' }').replace(/import\("react"\)\./g, '').trim();
const cell = (text) => text.replaceAll('|', '\\|');
const keyword = (node, ...kinds) => node.modifiers?.some(({ kind }) => kinds.includes(kind));

/** Rows of an interface's or a class's public members; a pair of accessors is one row. */
function members(node, text) {
  const rows = new Map();
  for (const member of node.members) {
    const name = member.name?.getText() ?? '';
    if (keyword(member, SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword) || name.startsWith('#') || hidden.test(name)) continue;
    if (member.kind === SyntaxKind.SetAccessor && rows.has(name)) continue;
    const code = member.kind === SyntaxKind.GetAccessor ? `${name}: ${member.type.getText()}` : member.getText();
    // Overloads stand side by side.
    const key = member.kind === SyntaxKind.GetAccessor || member.kind === SyntaxKind.SetAccessor ? name : code;
    rows.set(key, `| \`${cell(inline(code))}\` | ${cell(docOf(member, text))} |`);
  }
  return rows.size === 0 ? '' : `\n\n| | |\n|---|---|\n${[...rows.values()].join('\n')}`;
}

/** The section of one exported name. */
function section(name, declarations) {
  const [node] = declarations, text = node.getSourceFile().text;
  // A constant is declared in a list of one in a statement, and the comment is the statement's.
  const statement = node.kind === SyntaxKind.VariableDeclaration ? node.parent.parent : node;
  const doc = docOf(statement, text), heading = `## ${name}\n`;
  const code = (lines) => `\n\`\`\`ts\n${lines.join('\n')}\n\`\`\``;
  const said = doc === '' ? '' : `\n${doc}\n`;
  switch (node.kind) {
    case SyntaxKind.InterfaceDeclaration:
    case SyntaxKind.ClassDeclaration: {
      const kind = node.kind === SyntaxKind.ClassDeclaration ? 'class' : 'interface';
      const heritage = (node.heritageClauses ?? []).map((clause) => ` ${inline(clause.getText()).replace('extends Base', 'extends HTMLElement')}`).join('');
      return `${heading}${said}\n\`${kind} ${name}${heritage}\`${members(node, text)}\n`;
    }
    case SyntaxKind.FunctionDeclaration:
      return `${heading}${said}${code(declarations.map((one) => inline(one.getText()).replace(/^(export )?(declare )?/, '')))}\n`;
    case SyntaxKind.VariableDeclaration:
      return `${heading}${said}${code([`const ${inline(node.getText()).replace(/^\w+/, name)}`])}\n`;
    default:
      return `${heading}${said}${code([node.getText().replace(/^(export )?(declare )?/, '').replace(/\/\*\*[^]*?\*\/\n\s*/g, '')])}\n`;
  }
}

const order = [SyntaxKind.FunctionDeclaration, SyntaxKind.ClassDeclaration, SyntaxKind.VariableDeclaration, SyntaxKind.InterfaceDeclaration, SyntaxKind.TypeAliasDeclaration];

function page(project, entry, [name, lead]) {
  const { checker, program } = project, file = program.getSourceFile(join(web, manifest.exports[entry].types));
  const found = checker.getExportsOfModule(checker.getSymbolAtLocation(file)).map((exported) => {
    const symbol = exported.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declarations = symbol.declarations.map((handle) => handle.resolve(project)).filter(Boolean);
    return { name: exported.name, declarations };
  }).filter(({ declarations }) => declarations.length > 0);
  const place = ({ declarations: [node] }) => [order.indexOf(node.kind), node.getSourceFile().fileName, node.pos];
  found.sort((one, other) => {
    const [kind, path, pos] = place(one), [otherKind, otherPath, otherPos] = place(other);
    return kind - otherKind || (path < otherPath ? -1 : path > otherPath ? 1 : pos - otherPos);
  });
  const title = `@colophon/sdk${entry.slice(1)}`;
  return [`${name}.md`, `# ${title}\n\n${lead}\n\nMade from the package's declarations by \`npm run -w web reference\`; do not edit.\n\n${found.map((one) => section(one.name, one.declarations)).join('\n')}`];
}

function reference() {
  const folder = mkdtempSync(join(web, 'dist/.reference-'));
  const config = join(folder, 'tsconfig.json');
  const entries = Object.keys(pages);
  writeFileSync(config, JSON.stringify({
    compilerOptions: { noEmit: true, strict: true, types: [], target: 'es2022', module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom', 'esnext.disposable'] },
    files: entries.map((entry) => join(web, manifest.exports[entry].types)),
  }));
  const api = new API({ cwd: web });
  try {
    const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects();
    const made = new Map(entries.map((entry) => page(project, entry, pages[entry])));
    const list = entries.map((entry) => `- [@colophon/sdk${entry.slice(1)}](${pages[entry][0]}.md): ${pages[entry][1]}`).join('\n');
    return made.set('README.md', `# Reference of @colophon/sdk\n\nWhat each entry exports, from its declarations. How it is used: [embed the studio](../how-to/embed.md), [covers](../how-to/cover.md).\n\n${list}\n`);
  } finally {
    api.close();
    rmSync(folder, { recursive: true });
  }
}

if (!existsSync(join(web, 'dist/types'))) {
  console.error('reference: web/dist/types is not there: run ./dev npm run -w web build');
  process.exit(1);
}
const made = reference();
if (process.argv.includes('--check')) {
  const stale = [...made].filter(([name, text]) => !existsSync(join(out, name)) || readFileSync(join(out, name), 'utf8') !== text).map(([name]) => name);
  const left = existsSync(out) ? readdirSync(out).filter((name) => !made.has(name)) : [];
  if (stale.length + left.length > 0) {
    console.error(`reference: ${[...stale, ...left].map((name) => `docs/reference/${name}`).join(', ')}: not as the declarations say; run ./dev npm run -w web reference`);
    process.exit(1);
  }
} else {
  mkdirSync(out, { recursive: true });
  for (const [name, text] of made) writeFileSync(join(out, name), text);
  for (const name of readdirSync(out)) if (!made.has(name)) rmSync(join(out, name));
  console.log(`reference: ${made.size} pages in docs/reference`);
}
