// A chain of our own in this process: compiles the contracts with solc, runs transactions in an EVM (@ethereumjs/vm), and says what they
// cost and why they failed. No network.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBlock } from '@ethereumjs/block';
import { Common, Mainnet } from '@ethereumjs/common';
import { createFeeMarket1559Tx } from '@ethereumjs/tx';
import { SimpleStateManager } from '@ethereumjs/statemanager';
import { createAccount, createAddressFromPrivateKey, createAddressFromString, hexToBytes } from '@ethereumjs/util';
import { createVM, runTx } from '@ethereumjs/vm';
import solc from 'solc';
import { decodeErrorResult, decodeEventLog, decodeFunctionResult, encodeDeployData, encodeFunctionData } from 'viem';

export const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const gasLimit = 10_000_000n;

/** The ABI and bytecode of every contract of these files; warnings are errors. */
export function compile(files) {
  const require = createRequire(join(project, 'package.json'));
  const sources = Object.fromEntries(files.map((file) => [file, { content: readFileSync(join(project, file), 'utf8') }]));
  const input = { language: 'Solidity', sources, settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'cancun', outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } } };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: (path) => ({ contents: readFileSync(require.resolve(path), 'utf8') }) }));
  if (output.errors?.length) throw new Error(output.errors.map((error) => error.formattedMessage).join('\n'));
  return Object.fromEntries(files.flatMap((file) => Object.entries(output.contracts[file]).map(([name, made]) => [name, { abi: made.abi, bytecode: `0x${made.evm.bytecode.object}` }])));
}

/** A contract's error by name, or by its selector where it is another contract's. */
function errorOf(abi, data) {
  if (data === '0x') return undefined;
  try {
    return decodeErrorResult({ abi, data });
  } catch {
    return { errorName: data.slice(0, 10) };
  }
}

/** A chain with one rich account. `time` is what block.timestamp says. */
export async function startChain() {
  const common = new Common({ chain: Mainnet, hardfork: 'cancun' });
  const vm = await createVM({ common, stateManager: new SimpleStateManager({ common }) });
  const chain = { time: 1_800_000_000n, accounts: [] };
  const nonces = new Map();

  chain.account = async (key) => {
    const privateKey = hexToBytes(`0x${key.toString(16).padStart(64, '0')}`);
    const address = createAddressFromPrivateKey(privateKey);
    await vm.stateManager.putAccount(address, createAccount({ balance: 10n ** 24n }));
    return { privateKey, address: address.toString() };
  };

  /** Runs a transaction. On failure `error` is the name and arguments of the contract's error. */
  chain.send = async (from, { to, data, abi }) => {
    const nonce = nonces.get(from.address) ?? 0n;
    nonces.set(from.address, nonce + 1n);
    const tx = createFeeMarket1559Tx({ nonce, gasLimit, maxFeePerGas: 100n, maxPriorityFeePerGas: 1n, chainId: 1n, data, ...(to ? { to } : {}) }, { common }).sign(from.privateKey);
    const block = createBlock({ header: { timestamp: chain.time, number: 20_000_000n, gasLimit: 30_000_000n, baseFeePerGas: 7n } }, { common });
    const result = await runTx(vm, { tx, block });
    const { exceptionError, returnValue, logs } = result.execResult;
    const answer = { gas: result.totalGasSpent, created: result.createdAddress?.toString(), events: [] };
    if (exceptionError) {
      answer.error = errorOf(abi, `0x${Buffer.from(returnValue).toString('hex')}`) ?? { errorName: exceptionError.error };
      return answer;
    }
    for (const [address, topics, bytes] of logs ?? []) {
      try {
        answer.events.push({ address: `0x${Buffer.from(address).toString('hex')}`, ...decodeEventLog({ abi, topics: topics.map((topic) => `0x${Buffer.from(topic).toString('hex')}`), data: `0x${Buffer.from(bytes).toString('hex')}` }) });
      } catch { /* another contract's */ }
    }
    return answer;
  };

  chain.deploy = async (from, { abi, bytecode }, args) => {
    const sent = await chain.send(from, { data: encodeDeployData({ abi, bytecode, args }), abi });
    if (sent.error) throw new Error(`deployment failed: ${sent.error.errorName}`);
    return { abi, address: sent.created, gas: sent.gas };
  };
  chain.call = (from, contract, functionName, args = []) => chain.send(from, { to: contract.address, abi: contract.abi, data: encodeFunctionData({ abi: contract.abi, functionName, args }) });
  chain.read = async (contract, functionName, args = []) => {
    const { execResult } = await vm.evm.runCall({ to: createAddressFromString(contract.address), data: hexToBytes(encodeFunctionData({ abi: contract.abi, functionName, args })), gasLimit });
    if (execResult.exceptionError) throw new Error(`${functionName} failed: ${execResult.exceptionError.error}`);
    return decodeFunctionResult({ abi: contract.abi, functionName, data: `0x${Buffer.from(execResult.returnValue).toString('hex')}` });
  };
  return chain;
}
