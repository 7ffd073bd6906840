import { cookies } from 'next/headers';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/server/identity/auth';
import { sessionCookieName, signedIn } from '@/lib/server/identity/principal';

type Handler = (request: Request, context: unknown) => Promise<Response>;

// The options are read per request: a build has no settings yet.
const handler: Handler = (request, context) => NextAuth(authOptions(request.headers))(request, context);

/** A cookie outlives the session that it names. Whose session was ended is nobody here, as everywhere else. */
const GET: Handler = async (request, context) => {
  if (!new URL(request.url).pathname.endsWith('/session')) return handler(request, context);
  const person = await signedIn((await cookies()).get(sessionCookieName())?.value, undefined);
  const answer = person ? { user: { name: person.user.name, email: person.user.email }, expires: person.expiresAt } : {};
  return Response.json(answer, { headers: { 'cache-control': 'no-store' } });
};

export { GET, handler as POST };
