// BLAKE3 and the Data-Code in WebAssembly beside hash-wasm, in this run, on the same megabyte.
import { createBLAKE3 } from 'hash-wasm';
import { coreModule, importSource, random } from '../support/core.mjs';

const pieceBytes = 1 << 20;
const pieces = 64;
const rounds = 7;

/** The least CPU time of several runs, after one that warms up. */
function seconds(work) {
  work();
  const times = Array.from({ length: rounds }, () => {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1e6;
  });
  return Math.min(...times);
}

const piece = random(1).bytes(pieceBytes);
const { Core, parseBytes } = await importSource('loader');
const core = await Core.instantiate(coreModule());
const peer = await createBLAKE3();

const ofPeer = () => peer.init().update(piece).digest('binary');
if (Buffer.compare(Buffer.from(core.blake3(piece)), Buffer.from(ofPeer())) !== 0) throw new Error('the two disagree');
const times = (work) => () => {
  for (let i = 0; i < pieces; ++i) work();
};
const theirs = seconds(times(ofPeer));
const ours = seconds(times(() => core.blake3(piece)));
const sum = seconds(() => {
  const hasher = core.isccSum();
  for (let i = 0; i < pieces; ++i) hasher.update(piece);
  parseBytes(hasher.finish());
});
const megabytes = (pieceBytes * pieces) / 1e6;
const rate = (time) => (megabytes / time).toFixed(0);
console.log(`blake3_wasm: ${rate(ours)} MB/s; PEER hash-wasm ${rate(theirs)} MB/s; ratio ${(theirs / ours).toFixed(2)}`);
console.log(`iscc_sum_wasm: ${rate(sum)} MB/s; Data- and Instance-Code in one pass`);
