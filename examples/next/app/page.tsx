// A server component: @colophon/sdk/react marks itself as the client's, so nothing here has to.
import { readFile } from 'node:fs/promises';
import { headers } from 'next/headers';
import { Studio } from '@colophon/sdk/react';
import { Score } from './score';

export default async function Page() {
  const nonce = (await headers()).get('x-nonce') ?? '';
  // What colophon-assets wrote: where the worker, the core and ONNX Runtime Web are on this site.
  const { options } = JSON.parse(await readFile('public/colophon/manifest.json', 'utf8'));
  const server = process.env.COLOPHON_SERVER;
  return (
    <main>
      <h1>A site of mine</h1>
      <Studio nonce={nonce} options={options} {...(server && { server, tokenUrl: '/colophon-token' })} />
      <Score />
    </main>
  );
}
