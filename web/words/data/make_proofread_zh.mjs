// Writes proofread-zh.bin into a folder: node web/words/data/make_proofread_zh.mjs FOLDER. What it is made of stands in proofread_zh.mjs.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

execFileSync(process.execPath, [join(dirname(fileURLToPath(import.meta.url)), 'proofread_zh.mjs'), join(process.argv[2], 'proofread-zh.bin')], { stdio: 'inherit' });
