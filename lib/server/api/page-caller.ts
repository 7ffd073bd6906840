import 'server-only';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Caller } from '@/lib/server/api/edge/request';
import { wallClock, workspaceNow } from '@/lib/server/core/run';
import { lacksSecondFactor, principalOf, sessionCookieName, signedIn, WORKSPACE_COOKIE } from '@/lib/server/identity/principal';
import { isSetUp } from '@/lib/server/identity/set-up';

/** Returns the caller of a page, once per request. */
export const pageCaller = cache(async (): Promise<Caller> => {
  const jar = await cookies();
  const chosen = jar.get(WORKSPACE_COOKIE)?.value;
  const person = await signedIn(jar.get(sessionCookieName())?.value, chosen);
  return person
    ? { person, principal: principalOf(person, chosen), barred: lacksSecondFactor(person, chosen) }
    : { person: null, principal: null };
});

/** Returns the instant it is in the workspace of a page, once per request (ISO, UTC). */
export const pageNow = cache(async (): Promise<string> => {
  const { principal } = await pageCaller();
  return principal ? workspaceNow(principal) : wallClock();
});

/** The signed-in caller of a page, or off to signing in (or setting up, on a first run). */
export async function requireCaller(): Promise<Caller & { person: NonNullable<Caller['person']> }> {
  const { person, ...rest } = await pageCaller();
  if (person) return { person, ...rest };
  redirect((await isSetUp()) ? '/sign-in' : '/set-up');
}
