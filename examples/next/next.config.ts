import type { NextConfig } from 'next';

// A worker has its own policy, that of its answer. The names hold a hash of the content, so browsers may keep the files.
const assets = [
  { key: 'content-security-policy', value: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" },
  { key: 'cache-control', value: 'public, max-age=31536000, immutable' },
];

const config: NextConfig = {
  poweredByHeader: false,
  headers: async () => [{ source: '/colophon/:file(.+-[0-9a-f]{12}.*)', headers: assets }],
};

export default config;
