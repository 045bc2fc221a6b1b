// The content security policy of every page, with a nonce of its own for each answer: Next puts the nonce on its scripts.
import { NextResponse, type NextRequest } from 'next/server';

export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID()), colophon = process.env.COLOPHON_SERVER ?? '';
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    "worker-src 'self'",
    `connect-src 'self' ${colophon}`,
    "img-src 'self' blob:",
    `style-src 'self' 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // "colophon" makes the worker's address, the other two are Next's own: its bundler loads chunks, its router reads scripts.
    "require-trusted-types-for 'script'",
    'trusted-types colophon nextjs nextjs#bundler',
  ].join('; ');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

// Files have no scripts to protect; those of the worker have a policy in next.config.ts.
export const config = { matcher: '/((?!_next/static|colophon/).*)' };
