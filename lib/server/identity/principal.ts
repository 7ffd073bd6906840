import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { decode } from 'next-auth/jwt';
import pg from 'pg';
import { problem } from '@/lib/problem';
import type { Principal, WorkspaceRef } from '@/lib/server/core/ctx';
import { ALIVE, identity, transaction } from '@/lib/server/core/db';
import { env } from '@/lib/server/core/env';
import { log } from '@/lib/server/core/log';

/** A signed-in person with the workspaces they may choose from. */
export interface SignedIn {
  sessionId: string;
  expiresAt: string;
  user: { id: string; email: string; name: string };
  /** They gave a second factor, or came by single sign-on, which asks for its own. */
  secondFactor: boolean;
  memberships: { role: Principal['role']; workspace: WorkspaceRef; needsSecondFactor: boolean }[];
}

const CACHE_MS = 30_000;
const TOUCH_MS = 60_000;
const CONNECT_MS = 10_000;
const KEY_PREFIX = 'rb_';

interface Cached<T> {
  value: T;
  expiresAt: number;
}
interface Shared {
  keys: LRUCache<string, Cached<Principal>>;
  sessions: LRUCache<string, Cached<SignedIn>>;
  touched: LRUCache<string, true>;
  /** Counts the times that the cache was cleared: what was read before is not remembered after. */
  forgotten: number;
  listening: boolean;
  started: boolean;
}
const holder = globalThis as { ratebookPrincipals?: Shared };

/**
 * Keys and sessions are remembered for a while, so that a request need not ask the database who it is. The database announces every
 * revocation and role change; while that line is down nothing is remembered.
 */
function shared(): Shared {
  holder.ratebookPrincipals ??= {
    keys: new LRUCache({ max: 5_000, ttl: CACHE_MS }),
    sessions: new LRUCache({ max: 5_000, ttl: CACHE_MS }),
    touched: new LRUCache({ max: 5_000, ttl: TOUCH_MS }),
    forgotten: 0,
    listening: false,
    started: false,
  };
  if (!holder.ratebookPrincipals.started) {
    holder.ratebookPrincipals.started = true;
    void listen(holder.ratebookPrincipals);
  }
  return holder.ratebookPrincipals;
}

async function listen(s: Shared): Promise<void> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL, connectionTimeoutMillis: CONNECT_MS, ...ALIVE });
  const lost = (cause?: Error) => {
    if (cause) log().warn({ err: cause }, 'lost the line that announces revoked keys and sessions; asking the database each time');
    s.listening = false;
    forget(s);
    client.removeAllListeners();
    client.on('error', () => {}); // a second error of a connection already given up has nothing to add
    client.end().catch(() => {});
    if (s === holder.ratebookPrincipals) setTimeout(() => void listen(s), 1_000).unref();
  };
  client.on('error', lost);
  client.on('end', () => lost());
  client.on('notification', () => forget(s));
  try {
    await client.connect();
    await client.query('LISTEN principal_changed');
    forget(s);
    s.listening = true;
  } catch (e) {
    lost(e as Error);
  }
}

function forget(s: Shared) {
  s.forgotten += 1;
  s.keys.clear();
  s.sessions.clear();
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** A new API key: the secret to show once, and what is stored of it. */
export function newApiKeySecret(): { secret: string; hash: string; prefix: string } {
  const secret = `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashOf(secret), prefix: secret.slice(0, 10) };
}

/** The principal of an API key. Refuses unknown, revoked and expired ones with the same answer. */
export async function principalOfKey(secret: string): Promise<Principal> {
  const refused = () =>
    problem('unauthenticated', 'The API key is not valid: it may have been revoked, have expired, or never have existed.');
  if (!secret.startsWith(KEY_PREFIX)) throw refused();
  const s = shared();
  const hash = hashOf(secret);
  let hit = s.keys.get(hash);
  if (!hit) {
    const { forgotten } = s;
    const rows = await identity((tx) => tx.$queryRaw<FoundKey[]>`SELECT * FROM find_api_key(${hash})`);
    const row = rows[0];
    if (!row || row.revoked_at) throw refused();
    const workspace = {
      id: row.workspace_id,
      key: row.workspace_key,
      name: row.workspace_name,
      timeZone: row.workspace_time_zone,
      sandbox: row.workspace_sandbox,
      eventHoursAheadMax: row.event_hours_ahead_max,
      eventDaysLateMax: row.event_days_late_max,
    };
    hit = {
      value: { actor: { type: 'api_key', id: row.id, name: row.name }, role: row.role, workspace },
      expiresAt: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
    };
    if (s.listening && s.forgotten === forgotten) s.keys.set(hash, hit);
  }
  if (hit.expiresAt <= Date.now()) throw refused();
  touch(s, hit.value);
  return hit.value;
}

interface FoundKey {
  id: string;
  workspace_id: string;
  name: string;
  role: Principal['role'];
  expires_at: Date | null;
  revoked_at: Date | null;
  workspace_key: string;
  workspace_name: string;
  workspace_time_zone: string;
  workspace_sandbox: boolean;
  event_hours_ahead_max: number;
  event_days_late_max: number | null;
}

/** Notes at most once a minute that a key is in use. It must not hold up or fail the request. */
function touch(s: Shared, principal: Principal) {
  if (s.touched.has(principal.actor.id)) return;
  s.touched.set(principal.actor.id, true);
  transaction({ workspaceId: principal.workspace.id }, (tx) =>
    tx.apiKey.update({ where: { id: principal.actor.id }, data: { lastUsedAt: new Date() } }),
  ).catch((e) => log().warn({ err: e, key: principal.actor.id }, 'could not note the use of an API key'));
}

const secureCookies = () => env().NEXTAUTH_URL.startsWith('https://');
export const sessionCookieName = () => (secureCookies() ? '__Secure-next-auth.session-token' : 'next-auth.session-token');

/**
 * Returns the user of a session cookie, or null when it is missing, forged, expired or signed out. A workspace that was chosen and is not
 * remembered may be a minute old, so the database is asked: what is meant for it must not land in another.
 */
export async function signedIn(token: string | undefined, chosen: string | undefined): Promise<SignedIn | null> {
  if (!token) return null;
  const claims = await decode({ token, secret: env().NEXTAUTH_SECRET }).catch(() => null); // forged or from another secret: nobody
  const sessionId = claims?.sid;
  if (typeof sessionId !== 'string') return null;
  const s = shared();
  let hit = s.sessions.get(sessionId);
  if (!hit || (chosen !== undefined && !chosenOf(hit.value, chosen))) {
    const { forgotten } = s;
    const loaded = await loadSession(sessionId);
    if (!loaded) return null;
    hit = loaded;
    if (s.listening && s.forgotten === forgotten) s.sessions.set(sessionId, hit);
  }
  return hit.expiresAt > Date.now() ? hit.value : null;
}

async function loadSession(sessionId: string): Promise<Cached<SignedIn> | null> {
  const session = await identity((tx) => tx.session.findUnique({ where: { id: sessionId }, include: { user: true } }));
  if (!session || session.revokedAt) return null;
  const memberships = await identity(
    (tx) => tx.membership.findMany({ where: { userId: session.userId }, include: { workspace: true }, orderBy: { createdAt: 'asc' } }),
    session.userId,
  );
  return {
    expiresAt: session.expiresAt.getTime(),
    value: {
      sessionId,
      expiresAt: session.expiresAt.toISOString(),
      secondFactor: session.singleSignOn || session.user.totpSince !== null,
      user: { id: session.user.id, email: session.user.email, name: session.user.name },
      memberships: memberships.map(
        ({ role, workspace: { id, key, name, timeZone, sandbox, eventHoursAheadMax, eventDaysLateMax, ...rules } }) => ({
          role,
          workspace: { id, key, name, timeZone, sandbox, eventHoursAheadMax, eventDaysLateMax },
          needsSecondFactor: rules.requireTwoFactor,
        }),
      ),
    },
  };
}

/** The membership of the workspace with this key or id, if they have one. */
export const chosenOf = (person: SignedIn, chosen: string | undefined) =>
  person.memberships.find(({ workspace }) => workspace.key === chosen || workspace.id === chosen);

/** The membership that a request is about: of the workspace they chose, or of their first. */
const membershipOf = (person: SignedIn, chosen: string | undefined) => chosenOf(person, chosen) ?? person.memberships[0];

/** Whether the workspace that a request is about wants a second factor that the person has not. */
export function lacksSecondFactor(person: SignedIn, chosen: string | undefined): boolean {
  return !person.secondFactor && membershipOf(person, chosen)?.needsSecondFactor === true;
}

/** The principal of a person in the workspace they chose (its key or id), or in their first; null without a membership that counts. */
export function principalOf(person: SignedIn, chosen: string | undefined): Principal | null {
  const membership = membershipOf(person, chosen);
  if (!membership || lacksSecondFactor(person, chosen)) return null;
  const { role, workspace } = membership;
  return { actor: { type: 'user', id: person.user.id, name: person.user.name }, role, workspace };
}

export const WORKSPACE_COOKIE = 'ratebook-workspace';
