import 'server-only';
import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { Operation } from '@/lib/api/operation';
import { ProblemError } from '@/lib/problem';
import { log } from '@/lib/server/core/log';
import { requestSource } from '@/lib/server/core/request-source';
import { noteAlone } from '@/lib/server/identity/security-log';
import { caller } from './request';

/** The same refusal of the same caller is written once a minute: a program that keeps asking fills no log. */
const QUIET_MS = 60_000;
const noted = new LRUCache<string, true>({ max: 5_000, ttl: QUIET_MS });

/** Writes into the security log that somebody was refused: a key that does not count, or an act that is not theirs. Nobody waits for it. */
export function noteRefusal(c: Context, op: Operation, e: unknown, requestId: string): void {
  if (!(e instanceof ProblemError) || (e.status !== 401 && e.status !== 403)) return;
  const authorization = c.req.header('authorization');
  if (e.status === 401 && authorization === undefined) return; // nothing was shown that could be refused
  const source = requestSource();
  const key = `${e.code} ${op.id} ${authorization ?? c.req.header('cookie') ?? ''} ${source}`;
  const once = e.status === 401 ? `401 ${source}` : key;
  if (noted.has(once)) return;
  noted.set(once, true);
  void write(c, op, e, requestId, source).catch((fault: unknown) => log().error({ err: fault }, 'a refusal was not noted'));
}

async function write(c: Context, op: Operation, e: ProblemError, requestId: string, source: string): Promise<void> {
  if (e.status === 401) return noteAlone({ type: 'api_key.refused', actor: 'unknown key', about: op.id, source, requestId });
  const { principal, person } = await caller(c).catch(() => ({ principal: null, person: null })); // a foreign page: nobody is behind it
  const actor = principal?.actor.name ?? person?.user.name ?? 'unknown';
  await noteAlone({
    ...{ type: 'request.refused', workspaceId: principal?.workspace.id, userId: person?.user.id, actor, source, requestId },
    about: `${op.id}: ${e.code}`,
  });
}
