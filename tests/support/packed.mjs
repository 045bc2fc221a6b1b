// The examples as their readers have them: a copy outside the project, with the packed tarball where `npm install` would put it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './core.mjs';

const made = new Set(['node_modules', 'dist', 'public', 'colophon', '.next']);

/** What the tests of examples share: packs once, copies examples, runs their tools, and removes all of it. */
export function packedPackage() {
  const folder = mkdtempSync(join(tmpdir(), 'packages-'));
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: join(root, 'web'), encoding: 'utf8' }));
  const installed = join(folder, 'sdk');
  mkdirSync(installed);
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', installed, '--strip-components=1']);
  const run = (at, program, ...words) => execFileSync(process.execPath, [program, ...words], {
    cwd: at, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  return {
    /** The package's own folder, unpacked. */
    installed,
    /** A copy of an example with what `npm install` would put beside it: all of the project's packages, so that no registry is asked. */
    install(name) {
      const at = join(folder, name), modules = join(at, 'node_modules');
      cpSync(join(root, 'examples', name), at, { recursive: true, filter: (path) => !made.has(basename(path)) });
      mkdirSync(join(modules, '@colophon'), { recursive: true });
      cpSync(installed, join(modules, '@colophon/sdk'), { recursive: true });
      for (const other of readdirSync(join(root, 'node_modules'))) if (!other.startsWith('.') && other !== '@colophon') symlinkSync(join(root, 'node_modules', other), join(modules, other));
      return at;
    },
    /** Runs a script of Node in an example's folder, as its package.json would. */
    run,
    /** `npm run assets` with the model. */
    assets: (at, to) => run(at, 'node_modules/@colophon/sdk/bin/colophon-assets.mjs', to, '--model', join(root, 'native/models/photo-quality.onnx')),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
