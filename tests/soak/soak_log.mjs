// ./dev soak log [ROUNDS]: kills the server with SIGKILL at random moments during registrations (200 rounds).
import { killRounds } from '../support/kill_rounds.mjs';

const rounds = Number(process.argv[2] ?? 200);
const told = (round, acknowledged) => process.stderr.write(round % 10 === 0 ? `round ${round}: ${acknowledged} registrations acknowledged\n` : '');
const { acknowledged, entries, checkpoints, slowestStartMs } = await killRounds(rounds, { seed: Number(process.argv[3] ?? Date.now() % 2 ** 31), told });
console.log(`log: ${rounds} rounds of kill -9, ${acknowledged} registrations acknowledged and none lost, ${entries} entries, ${checkpoints} checkpoints seen and none forked, slowest start ${slowestStartMs} ms`);
