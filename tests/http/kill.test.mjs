// The short version of `./dev soak log`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killRounds } from '../support/kill_rounds.mjs';

test('8 rounds of kill -9 during registrations: nothing acknowledged is lost, and the log verifies', async () => {
  const { acknowledged, entries, slowestStartMs } = await killRounds(8, { seed: 20_261_001 });
  assert.ok(acknowledged > 80, `${acknowledged} registrations were acknowledged`);
  assert.ok(entries >= acknowledged);
  assert.ok(slowestStartMs < 10_000, `a start took ${slowestStartMs} ms`);
});
