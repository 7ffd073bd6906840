// In front of every page: who is not signed in goes to the sign-in page, and scripts run only with this answer's nonce.
import { type NextRequest, NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';

const OPEN = ['/sign-in', '/set-up', '/invitation', '/forgot-password', '/reset-password', '/docs'];
/** Names of files, which anybody may have. A page that happens to be called so asks for the session itself. */
const FILE = /\.(?:ico|svg|png|webmanifest|txt|csv|ndjson)$/;

/** A signature is checked here, not the session itself: whether it was ended, the page and the API ask the database. */
export async function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  const open = FILE.test(pathname) || OPEN.some((path) => pathname === path || pathname.startsWith(`${path}/`));
  if (!open && !(await getToken({ req: request }))) {
    const to = new URL('/sign-in', request.nextUrl);
    if (pathname !== '/') to.searchParams.set('callbackUrl', pathname + search);
    return NextResponse.redirect(to);
  }
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy); // from here Next takes the nonce for its own scripts
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'", // charts and floating panels place themselves by style attributes
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Every path but the API, which answers for itself, and what the build made: the policy is on every answer, whatever its path ends in. */
export const config = { matcher: ['/((?!api/|_next/static|_next/image).*)'] };
