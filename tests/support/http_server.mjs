// Servers for tests, on a free port of the loopback interface.
import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';

/** Starts `handler(request, response, body)`; gives the origin and `close`. */
export async function serve(handler) {
  const server = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => handler(request, response, Buffer.concat(pieces)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}

/** A port that nobody listens on now, for programs that want to be told theirs. */
export const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json', '.css': 'text/css', '.jpg': 'image/jpeg', '.png': 'image/png', '.svg': 'image/svg+xml' };

/** Answers with a file below `folder`, or false where there is none. */
export function sendFile(response, folder, path, headers = {}) {
  const file = join(folder, normalize(decodeURIComponent(path)));
  if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) return false;
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', ...headers });
  response.end(readFileSync(file));
  return true;
}
