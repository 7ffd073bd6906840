import 'server-only';
import type { NextAuthOptions, Profile } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { env } from '@/lib/server/core/env';
import { log } from '@/lib/server/core/log';
import { noteAlone } from './security-log';
import {
  CodeNeeded,
  endSessions,
  openSession,
  SESSION_SECONDS,
  singleSignOn,
  TooManyAttempts,
  userByPassword,
  userByProvider,
} from './sign-in';

const Login = z.object({ email: z.email().max(254), password: z.string().min(1).max(256), code: z.string().max(40).optional() });

interface OidcProfile extends Profile {
  email_verified?: boolean;
}

/** Network address of the caller, as noted by our own server; a client cannot choose it. */
const from = (headers: Headers) => ({
  source: headers.get('x-client-address') ?? 'unknown',
  device: headers.get('user-agent') ?? '',
});

/** Returns the part of a failure that the page may show: an answer of ours in our words, and of everything else no text. */
function told(e: unknown): Error {
  if (e instanceof TooManyAttempts || e instanceof CodeNeeded) return e;
  log().error({ err: e }, 'signing in failed');
  return new Error('Unavailable');
}

/** NextAuth signs people in and out; the session itself is a row of ours, so that it can be ended from anywhere. */
export function authOptions(headers: Headers): NextAuthOptions {
  const sso = singleSignOn();
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: {}, password: {}, code: {} },
        async authorize(given) {
          const login = Login.safeParse(given);
          if (!login.success) return null;
          return userByPassword({ ...login.data, source: from(headers).source }).catch((e: unknown) => {
            throw told(e);
          });
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
      async jwt({ token, user, account }) {
        // `user` is there only at the moment of signing in. The cookie says who it is by number only.
        if (!user) return token;
        const singleSignOn = account?.type === 'oauth';
        return { sub: user.id, sid: await openSession({ id: user.id, name: user.name ?? '' }, { ...from(headers), singleSignOn }) };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid !== 'string') return;
        await endSessions({ id: token.sid });
        await noteAlone({ type: 'sign_out', userId: token.sub, actor: '', source: from(headers).source });
      },
    },
  };
}
