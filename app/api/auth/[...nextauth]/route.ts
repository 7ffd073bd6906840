import NextAuth from 'next-auth';
import { authOptions } from '@/lib/server/identity/auth';

type Handler = (request: Request, context: unknown) => Promise<Response>;

// The options are read per request: a build has no settings yet.
const handler: Handler = (request, context) => NextAuth(authOptions())(request, context);

export { handler as GET, handler as POST };
