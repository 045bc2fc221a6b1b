// What `colophon claims make` writes, judged by programs that nobody here wrote: @openzeppelin/merkle-tree loads the tree, and an EVM runs the
// contract with OpenZeppelin's MerkleProof, pays every claim and refuses what is forged or paid already.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { encodeFunctionData, getAddress, keccak256 } from 'viem';
import { compile, project, startChain } from './chain.mjs';

const count = 1000;
const encoding = ['uint256', 'address', 'uint256'];
const folder = mkdtempSync(join(tmpdir(), 'claims-'));
after(() => rmSync(folder, { recursive: true }));

const path = (name) => join(folder, name);
const colophon = (...args) => execFileSync(join(project, 'build/native/bin/colophon'), args, { encoding: 'utf8', maxBuffer: 64 << 20 });
const errorSelector = (signature) => keccak256(new TextEncoder().encode(signature)).slice(0, 10);
const accountOf = (i) => getAddress(`0x${keccak256(new TextEncoder().encode(`payee ${i}`)).slice(-40)}`);

let contracts, claims, dump;
before(() => {
  // Amounts of every size, from one unit of the smallest to millions of tokens; the table is not in order, as tables are not.
  const rows = Array.from({ length: count }, (_, i) => `${i},${accountOf(i)},${BigInt((i * 7919 + 1) % 1009) * 10n ** BigInt(i % 12) + 1n}`);
  writeFileSync(path('payouts.csv'), ['index,address,amount', ...rows.reverse()].join('\n') + '\n');
  colophon('claims', 'make', path('payouts.csv'), '--out', path('claims.json'), '--tree', path('tree.json'));
  claims = JSON.parse(readFileSync(path('claims.json'), 'utf8'));
  dump = JSON.parse(readFileSync(path('tree.json'), 'utf8'));
  contracts = compile(['examples/claims/ColophonClaims.sol', 'tests/evm/TestTokens.sol']);
});

/** A chain with a token, and the claims contract holding what its claims sum to. */
async function funded({ token: kind = 'TestToken', deadline, total = BigInt(claims.total) } = {}) {
  const chain = await startChain();
  const platform = await chain.account(1n), payee = await chain.account(2n);
  const token = await chain.deploy(platform, contracts[kind], [total]);
  const contract = await chain.deploy(platform, contracts.ColophonClaims, [token.address, claims.root, platform.address, deadline ?? chain.time + 1000n]);
  if (kind !== 'RefusingToken') assert.equal((await chain.call(platform, token, 'transfer', [contract.address, total])).error, undefined);
  const claim = (one, change = {}) => {
    const { index, address, amount, proof } = { ...one, ...change };
    return chain.call(payee, contract, 'claim', [BigInt(index), address, BigInt(amount), proof]);
  };
  return { chain, platform, payee, token, contract, claim };
}

test('@openzeppelin/merkle-tree loads our tree, validates it, and has our root and our proofs', () => {
  const tree = StandardMerkleTree.load(dump);
  tree.validate();
  assert.equal(tree.root, claims.root);
  assert.equal(claims.claims.length, count);
  const made = StandardMerkleTree.of(claims.claims.map(({ index, address, amount }) => [String(index), address, amount]), encoding);
  assert.deepEqual(dump, JSON.parse(JSON.stringify(made.dump())));
  for (const [i, { index, address, amount, proof }] of claims.claims.entries()) {
    assert.equal(index, i);
    assert.equal(address, accountOf(i));
    assert.ok(StandardMerkleTree.verify(claims.root, encoding, [String(index), address, amount], proof));
    if (i % 50 === 0) assert.deepEqual(proof, tree.getProof(i));
  }
  assert.equal(claims.claims.reduce((sum, { amount }) => sum + BigInt(amount), 0n), BigInt(claims.total));
});

test('what a settlement writes for its payees is a tree that @openzeppelin/merkle-tree makes too, and the EVM pays it', async () => {
  const out = path('settlement');
  colophon('settle', 'run', join(project, 'examples/settlement'), '--out', out);
  const settled = JSON.parse(readFileSync(join(out, 'claims.json'), 'utf8'));
  const tree = StandardMerkleTree.of(settled.claims.map(({ index, address, amount }) => [String(index), address, amount]), encoding);
  assert.equal(tree.root, settled.root);
  // dana is paid 8.94 EUR that way, in a token of six decimals.
  assert.deepEqual(settled.claims.map(({ address, amount }) => [address, amount]), [['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '8940000']]);
  assert.equal(settled.total, '8940000');

  const chain = await startChain();
  const platform = await chain.account(1n), payee = await chain.account(2n);
  const token = await chain.deploy(platform, contracts.TestToken, [8940000n]);
  const contract = await chain.deploy(platform, contracts.ColophonClaims, [token.address, settled.root, platform.address, chain.time + 1000n]);
  await chain.call(platform, token, 'transfer', [contract.address, 8940000n]);
  const [one] = settled.claims;
  const call = (amount) => chain.call(payee, contract, 'claim', [BigInt(one.index), one.address, amount, one.proof]);
  assert.notEqual((await call(8940001n)).error, undefined);
  assert.equal((await call(8940000n)).error, undefined);
  assert.notEqual((await call(8940000n)).error, undefined, 'a second time');
});

test('the EVM pays every claim of 1,000, each once, and nothing is left', async () => {
  const { chain, token, contract, claim } = await funded();
  let most = 0n;
  for (const one of claims.claims) {
    const paid = await claim(one);
    assert.equal(paid.error, undefined, `claim ${one.index}: ${paid.error?.errorName}`);
    assert.deepEqual(paid.events.map(({ eventName, args }) => [eventName, args]), [['Claimed', { index: BigInt(one.index), account: one.address, amount: BigInt(one.amount) }]]);
    if (paid.gas > most) most = paid.gas;
  }
  for (const one of claims.claims) {
    assert.equal(await chain.read(token, 'balanceOf', [one.address]), BigInt(one.amount));
    assert.equal(await chain.read(contract, 'isClaimed', [BigInt(one.index)]), true);
  }
  assert.equal(await chain.read(token, 'balanceOf', [contract.address]), 0n);
  for (const one of claims.claims.slice(0, 20)) {
    const { error } = await claim(one);
    assert.deepEqual([error.errorName, error.args], ['AlreadyClaimed', [BigInt(one.index)]]);
  }
  console.log(`      deployment ${contract.gas} gas, a claim with ${claims.claims[0].proof.length} hashes at most ${most} gas`);
  assert.ok(contract.gas < 500_000n && most < 110_000n, 'it costs what such contracts cost');
});

test('the EVM refuses what is forged: amount, account, index, another proof, a proof cut or bent', async () => {
  const { chain, token, contract, claim } = await funded();
  const one = claims.claims[7], other = claims.claims[8];
  const bent = (hash) => `${hash.slice(0, -1)}${hash.at(-1) === '0' ? '1' : '0'}`;
  const forgeries = [
    { amount: String(BigInt(one.amount) + 1n) }, { amount: claims.total }, { address: other.address }, { index: other.index }, { index: count }, { proof: other.proof },
    { proof: [] }, { proof: one.proof.slice(1) }, { proof: one.proof.slice(0, -1) }, { proof: [...one.proof, one.proof[0]] }, { proof: [...one.proof].reverse() },
    ...one.proof.map((hash, i) => ({ proof: one.proof.with(i, bent(hash)) })),
  ];
  for (const change of forgeries) assert.equal((await claim(one, change)).error?.errorName, 'InvalidProof', JSON.stringify(change));
  assert.equal(await chain.read(token, 'balanceOf', [contract.address]), BigInt(claims.total));
  assert.equal(await chain.read(contract, 'isClaimed', [BigInt(one.index)]), false);
  // An inner node is no leaf: what hashes to it is 64 bytes, and a claim is 96, hashed twice.
  assert.equal((await claim({ index: 0, address: one.address, amount: BigInt(dump.tree[1]), proof: [dump.tree[2]] })).error?.errorName, 'InvalidProof');
  assert.equal((await claim(one)).error, undefined);
  // A claim paid already cannot be collected by the proof of another.
  assert.equal((await claim(one, { proof: other.proof })).error?.errorName, 'AlreadyClaimed');
});

test('the deadline: claims until it, the rest to the owner after it, and to nobody else', async () => {
  const { chain, platform, payee, token, contract, claim } = await funded();
  const deadline = await chain.read(contract, 'deadline');
  chain.time = deadline;
  assert.equal((await chain.call(platform, contract, 'sweep')).error?.errorName, 'DeadlineNotPassed');
  assert.equal((await claim(claims.claims[0])).error, undefined);
  chain.time = deadline + 1n;
  assert.equal((await claim(claims.claims[1])).error?.errorName, 'DeadlinePassed');
  assert.equal((await chain.call(payee, contract, 'sweep')).error?.errorName, 'NotOwner');
  const swept = await chain.call(platform, contract, 'sweep');
  const rest = BigInt(claims.total) - BigInt(claims.claims[0].amount);
  assert.deepEqual(swept.events.map(({ eventName, args }) => [eventName, args]), [['Swept', { amount: rest }]]);
  assert.equal(await chain.read(token, 'balanceOf', [platform.address]), rest);
});

test('a contract without enough tokens pays nobody in part', async () => {
  const one = claims.claims[11];
  const { chain, token, contract, claim } = await funded({ total: BigInt(one.amount) - 1n });
  const short = await claim(one);
  assert.equal(short.error?.errorName, errorSelector('ERC20InsufficientBalance(address,uint256,uint256)'));
  assert.equal(await chain.read(contract, 'isClaimed', [BigInt(one.index)]), false);
  assert.equal(await chain.read(token, 'balanceOf', [one.address]), 0n);
});

test('a token that calls back while it is transferred cannot collect twice', async () => {
  const { chain, platform, token, contract, claim } = await funded({ token: 'ReenteringToken' });
  const { index, address, amount, proof } = claims.claims[3];
  const again = encodeFunctionData({ abi: contract.abi, functionName: 'claim', args: [BigInt(index), address, BigInt(amount), proof] });
  assert.equal((await chain.call(platform, token, 'arm', [again])).error, undefined);
  assert.equal((await claim(claims.claims[3])).error?.errorName, 'AlreadyClaimed');
  assert.equal(await chain.read(token, 'balanceOf', [address]), 0n);
});

test('a token that refuses by returning false leaves the claim open', async () => {
  const { chain, contract, claim } = await funded({ token: 'RefusingToken' });
  assert.equal((await claim(claims.claims[0])).error?.errorName, 'SafeERC20FailedOperation');
  assert.equal(await chain.read(contract, 'isClaimed', [0n]), false);
});
