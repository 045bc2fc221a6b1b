// The program `colophon plan solve` as its user meets it, and the same core in WebAssembly beside it: CPU seconds of the whole process, its memory, and what a pass costs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreModule, importSource, root } from '../support/core.mjs';

const bin = (name) => join(root, 'build/native/bin', name);
const folder = mkdtempSync(join(tmpdir(), 'plan-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const line = (name, ours, unit, peer, theirs) =>
  console.log(peer === undefined ? `${name}: ${ours.toPrecision(4)} ${unit}` : `${name}: ${ours.toPrecision(4)} ${unit}; ${peer} ${theirs.toPrecision(4)} ${unit}; ratio ${(theirs / ours).toPrecision(3)}`);

function instance(items, shape) {
  const place = join(folder, `${items}-${shape}`);
  execFileSync(bin('plan_instance'), [String(items), '42', shape, place]);
  return place;
}
function solve(place) {
  return JSON.parse(execFileSync(bin('colophon'), ['plan', 'solve', place, '--out', join(folder, 'out'), '--threads', '1', '--json'], { encoding: 'utf8' }));
}
function judge(place) {
  return execFileSync(bin('plan_judge'), [place, join(folder, 'out')], { encoding: 'utf8' }).trim();
}

for (const items of [100_000, 1_000_000, 10_000_000]) {
  const place = instance(items, 'A');
  const answer = solve(place);
  const name = `colophon plan solve, ${items} x 10`;
  line(`${name}, the whole process`, Number(answer.cpu_seconds), 's');
  line(`${name}, memory in total`, (Number(answer.memory_mib) * 2 ** 20) / (items * 10), 'bytes a variable');
  console.log(`${name}, judged: ${judge(place)}`);
  rmSync(place, { recursive: true });
}

const { Core } = await importSource('loader');
const core = await Core.instantiate(coreModule());
const cpu = (work) => {
  let least = Infinity;
  for (let i = 0; i < 3; ++i) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
};
const place = instance(1_000_000, 'A');
const arrays = Object.fromEntries(readdirSync(place).map((name) => [name, new Uint8Array(readFileSync(join(place, name)))]));
const options = new TextEncoder().encode('{"search_work":1}');
// The hash is no pass: natively the processor has instructions for it.
const hashing = cpu(() => { core.sha256(arrays['values.u16']); core.sha256(arrays['costs.u16']); });
let passes = 0;
const web = cpu(() => {
  const answer = JSON.parse(Buffer.from(core.solveInstance(arrays, options).answer));
  passes = answer.passes + answer.inner_passes_milli / 1000;
}) - hashing;
const native = JSON.parse(execFileSync(bin('plan_passes'), [place], { encoding: 'utf8' }));
line('WebAssembly, a pass over 1e6 x 10', web / passes, 's', 'native', native.seconds_a_pass);
