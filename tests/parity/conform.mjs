#!/usr/bin/env node
// ./dev node tests/parity/conform.mjs iscc VECTORS.json: runs a file of test vectors through colophon.wasm, as `colophon conform` does natively.
// Every function goes through the module's own verb; this file only compares.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { coreModule, importSource } from '../support/core.mjs';

const failuresShown = 20;

/** The module's functions by name, with the names of their arguments. */
export async function isccFunctions() {
  const { Core, encodeText, parseBytes } = await importSource('loader');
  const core = await Core.instantiate(coreModule());
  const listed = parseBytes(core.isccCall(new Uint8Array(), new Uint8Array()));
  const parameters = new Map(listed.map(({ name, parameters }) => [name, parameters.split(/[,|]/)]));
  return {
    parameters: (name) => parameters.get(name) ?? parameters.get(name.replace(/_v0$/, '')),
    call: (name, args) => parseBytes(core.isccCall(encodeText(name), encodeText(JSON.stringify(args)))),
  };
}

const short = (value) => {
  const text = JSON.stringify(value);
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
};
const difference = (expected, got) => (isDeepStrictEqual(expected, got) ? '' : `expected ${short(expected)}, got ${short(got)}`);

function compareNamed(functions, name, args, got, expected) {
  if (Object.keys(expected).length === 0) return 'the case says nothing that could be compared';
  for (const [field, value] of Object.entries(expected)) {
    const isObject = got !== null && typeof got === 'object' && !Array.isArray(got);
    let have = got;
    if (isObject && field in got) have = got[field];
    else if (isObject || (Object.keys(expected).length > 1 && !name.endsWith(field))) have = functions.call(`iscc_${field}`, args);
    const why = difference(value, have);
    if (why) return `${field}: ${why}`;
  }
  return '';
}

function runCase(functions, name, test) {
  const parameters = functions.parameters(name);
  if (!parameters) return 'this function is not known here';
  try {
    if (test.inputs) return difference(test.outputs, functions.call(name, test.inputs));
    const args = Object.fromEntries(Object.entries(test).filter(([field]) => parameters.includes(field)));
    const rest = Object.fromEntries(Object.entries(test).filter(([field]) => !parameters.includes(field)));
    if ('error' in test) {
      try {
        return `expected an error, got ${short(functions.call(name, args))}`;
      } catch (error) {
        if (!error.code || error.code === 'internal') throw error;
        return '';
      }
    }
    const got = functions.call(name, args);
    return 'out' in test ? difference(test.out, got) : compareNamed(functions, name, args, got, rest);
  } catch (error) {
    return error.message;
  }
}

/** Counts what agrees. */
export async function conform(vectors) {
  const functions = await isccFunctions();
  const failures = [];
  let passed = 0;
  for (const [name, tests] of Object.entries(vectors)) {
    if (name.startsWith('_')) continue;
    for (const [test, content] of Object.entries(tests)) {
      const why = runCase(functions, name, content);
      if (why) failures.push(`${name}/${test}: ${why}`);
      else ++passed;
    }
  }
  return { passed, failures };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [kind, file] = process.argv.slice(2);
  if (kind !== 'iscc' || !file) {
    console.error('usage: conform.mjs iscc VECTORS.json');
    process.exit(2);
  }
  const { passed, failures } = await conform(JSON.parse(readFileSync(file, 'utf8')));
  for (const failure of failures.slice(0, failuresShown)) console.error(`FAILED ${failure}`);
  if (failures.length > failuresShown) console.error(`and ${failures.length - failuresShown} more`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
}
