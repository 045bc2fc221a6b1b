// Makes proofread-zh.bin, the dictionary of the Chinese proofreader, and its licence: proofread_zh.mjs.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function make(folder) {
  execFileSync(process.execPath, [fileURLToPath(new URL('./proofread_zh.mjs', import.meta.url)), folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}
