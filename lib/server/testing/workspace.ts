import 'server-only';
import { encode } from 'next-auth/jwt';
import type { Role } from '@/lib/api/role';
import { EVENT_HOURS_AHEAD_DEFAULT } from '@/lib/metering/event-bounds';
import { api } from '@/lib/server/api/app';
import type { Ctx } from '@/lib/server/core/ctx';
import { identity, transaction } from '@/lib/server/core/db';
import { env } from '@/lib/server/core/env';
import { newId } from '@/lib/server/core/id';
import { type Occasion, run } from '@/lib/server/core/run';
import { newApiKeySecret, sessionCookieName } from '@/lib/server/identity/principal';

/** A workspace made for one test, with a way to call the API in it. */
export interface TestWorkspace {
  id: string;
  key: string;
  /** Calls the API with a key of the given role (admin unless told) and gives status, headers and parsed body. */
  call(method: string, path: string, body?: unknown, options?: { role?: Role; headers?: Record<string, string> }): Promise<Answer>;
  /** An API key's secret. */
  secret(role?: Role): Promise<string>;
  /** Runs a verb as the system would. */
  run<T>(verb: (ctx: Ctx) => Promise<T>, occasion?: Occasion): Promise<T>;
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

/** A new, empty workspace in this test file's database. */
export async function testWorkspace(timeZone = 'UTC', { sandbox = false } = {}): Promise<TestWorkspace> {
  const id = newId();
  const key = `test-${id.toLowerCase()}`;
  await transaction({ workspaceId: id }, (tx) => tx.workspace.create({ data: { id, key, name: 'Test', timeZone, sandbox } }));
  const secrets = new Map<Role, string>();
  const secret = async (role: Role = 'admin') => {
    const known = secrets.get(role);
    if (known) return known;
    const made = newApiKeySecret();
    await transaction({ workspaceId: id }, (tx) =>
      tx.apiKey.create({ data: { id: newId(), workspaceId: id, name: role, prefix: made.prefix, hash: made.hash, role } }),
    );
    secrets.set(role, made.secret);
    return made.secret;
  };
  return {
    id,
    key,
    secret,
    run: (verb, occasion = {}) =>
      run(
        {
          actor: { type: 'system', id: 'test', name: 'Test' },
          role: 'owner',
          workspace: { id, key, name: 'Test', timeZone, sandbox, eventHoursAheadMax: EVENT_HOURS_AHEAD_DEFAULT, eventDaysLateMax: null },
        },
        occasion,
        verb,
      ),
    async call(method, path, body, options = {}) {
      return answer(method, path, body, { authorization: `Bearer ${await secret(options.role)}`, ...options.headers });
    },
  };
}

/** Calls the API with exactly these headers. A string or bytes as body are sent as they are. */
export async function answer(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await api.request(path.startsWith('/api') ? path : `/api/v3/openmeter${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
}

/** A signed-in person, as the headers a browser would send from our own pages. */
export async function testPerson(memberships: { workspaceId: string; role: Role }[], email = `${newId().toLowerCase()}@test.example`) {
  const userId = newId();
  const sessionId = newId();
  await identity(async (tx) => {
    await tx.user.create({ data: { id: userId, email, name: 'Test person' } });
    await tx.session.create({ data: { id: sessionId, userId, expiresAt: new Date(Date.now() + 3_600_000) } });
  });
  for (const m of memberships) await transaction({ workspaceId: m.workspaceId }, (tx) => tx.membership.create({ data: { ...m, userId } }));
  const token = await encode({ token: { sub: userId, sid: sessionId }, secret: env().NEXTAUTH_SECRET });
  return {
    userId,
    sessionId,
    email,
    headers: { cookie: `${sessionCookieName()}=${token}`, host: 'localhost:3000', origin: 'http://localhost:3000' },
  };
}
