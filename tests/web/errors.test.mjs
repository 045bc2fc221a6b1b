// One set of codes and limits in C++, TypeScript and HTTP.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { importSource, root } from '../support/core.mjs';

const header = (name) => readFileSync(join(root, 'core/include/colophon/base', name), 'utf8');

test("the codes are core's, in their order", async () => {
  const { errorCodes } = await importSource('errors');
  const inCore = [...header('error.hpp').matchAll(/^\s+(\w+) = (\d+),/gm)].map(([, name, number]) => [name, Number(number)]);
  assert.ok(inCore.length >= 40);
  assert.deepEqual(inCore, errorCodes.map((name, number) => [name, number]));
});

test("a picture's limit is core's", async () => {
  const { imageBytesMax } = await importSource('engine');
  const [, number, shift] = /kImageBytesMax = (\d+)u << (\d+);/.exec(header('limits.hpp'));
  assert.equal(imageBytesMax, Number(number) * 2 ** Number(shift));
});

test('an error carries its code, field, detail and cause', async () => {
  const { ColophonError, asColophonError } = await importSource('errors');
  const error = new ColophonError({ code: 'invalid_amount', field: 'lines[3].amount', detail: 'Not a decimal.' });
  assert.ok(error instanceof Error);
  assert.equal(error.message, 'invalid_amount: Not a decimal. (lines[3].amount)');
  assert.deepEqual(error.toRecord(), { code: 'invalid_amount', field: 'lines[3].amount', detail: 'Not a decimal.' });
  assert.equal(asColophonError(error), error);
  const cause = new TypeError('x is not a function');
  assert.deepEqual([asColophonError(cause).code, asColophonError(cause).cause], ['internal', cause]);
});

test('an event id is a UUIDv7 of its time', async () => {
  const { uuidV7 } = await importSource('uuid');
  // RFC 9562, appendix A.6: the time 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
  const random = Uint8Array.from(Buffer.from('0cc318c4dc0c0c07398f', 'hex'));
  assert.equal(uuidV7(0x017f22e279b0, random), '017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  assert.match(uuidV7(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
