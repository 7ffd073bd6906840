import 'server-only';
import type { NextAuthOptions, Profile } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { env } from '@/lib/server/core/env';
import { endSessions, openSession, SESSION_SECONDS, singleSignOn, userByPassword, userByProvider } from './sign-in';

const Login = z.object({ email: z.email(), password: z.string().min(1).max(256) });

interface OidcProfile extends Profile {
  email_verified?: boolean;
}

/** Who sends the request, as our own server noted it; a client cannot choose it. */
const clientOf = (headers: Record<string, string> | undefined) => headers?.['x-client-address'] ?? 'unknown';

/** NextAuth signs people in and out; the session itself is a row of ours, so that it can be ended from anywhere. */
export function authOptions(): NextAuthOptions {
  const sso = singleSignOn();
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(given, request) {
          const login = Login.safeParse(given);
          if (!login.success) return null;
          return userByPassword(login.data.email, login.data.password, clientOf(request.headers as Record<string, string>));
        },
      }),
      ...(sso
        ? [
            {
              id: 'oidc',
              name: sso.name,
              type: 'oauth' as const,
              wellKnown: `${sso.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
              clientId: sso.clientId,
              clientSecret: sso.clientSecret,
              idToken: true,
              checks: ['pkce' as const, 'state' as const, 'nonce' as const],
              authorization: { params: { scope: 'openid email profile' } },
              profile: (p: { sub: string; email?: string; name?: string }) => ({
                id: p.sub,
                email: p.email ?? null,
                name: p.name ?? p.email ?? p.sub,
              }),
            },
          ]
        : []),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== 'oauth') return true;
        const known = await userByProvider(
          account.provider,
          account.providerAccountId,
          profile?.email,
          (profile as OidcProfile)?.email_verified === true,
        );
        if (!known) return false;
        user.id = known.id;
        return true;
      },
      async jwt({ token, user }) {
        // `user` is there only at the moment of signing in.
        return user ? { ...token, sub: user.id, sid: await openSession(user.id) } : token;
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === 'string') await endSessions({ id: token.sid });
      },
    },
  };
}
