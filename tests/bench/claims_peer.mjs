// The peer of bench_claims: @openzeppelin/merkle-tree on the claims "index,address,amount" of a file, a line each. Prints CPU seconds of making
// the tree, CPU seconds of all its proofs, and the root.
import { readFileSync } from 'node:fs';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';

const values = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map((line) => line.split(','));
const seconds = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};
let tree;
const making = seconds(() => { tree = StandardMerkleTree.of(values, ['uint256', 'address', 'uint256']); });
const proving = seconds(() => values.forEach((_, i) => tree.getProof(i)));
console.log(`${making} ${proving} ${tree.root}`);
