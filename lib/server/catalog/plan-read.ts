import 'server-only';
import { LRUCache } from 'lru-cache';
import type { Plan } from '@/lib/catalog/plan';
import { isEditable, statusAt } from '@/lib/catalog/version';
import { notFound, type Principal } from '@/lib/server/core/ctx';
import { pool } from '@/lib/server/core/db';
import { run } from '@/lib/server/core/run';
import { type PlanRow, planOf } from './plan-record';
import { getPlan } from './plans';

type Column = string | null;

/** A row of plans as PostgreSQL writes it in JSON. */
interface Found {
  plan: Pick<PlanRow, 'id' | 'key' | 'version' | 'name' | 'description' | 'labels' | 'currency' | 'phases' | 'revision'> & {
    billing_cadence: string;
    pro_rating_enabled: boolean;
    settlement_mode: string;
    effective_from: Column;
    effective_to: Column;
    created_at: string;
    updated_at: string;
    deleted_at: Column;
    updated_by: string;
  };
}

const date = (text: Column) => (text === null ? null : new Date(text));

interface Read {
  plan: Plan;
  revision: number;
}

// Versions that were sold, by workspace and id. Nothing is answered from here that the database has not just confirmed.
const kept = new LRUCache<string, Read>({ max: 1000 });

/**
 * One version of a plan, in one exchange with the database, past Prisma and its transaction. A sold version is kept, and read again only
 * when its revision has changed; the status is that of `now` all the same. Drafts depend on more than their row: they are read each time,
 * in the ordinary way.
 */
export async function readPlan(principal: Principal, id: string, now: string): Promise<Read> {
  const { workspace } = principal;
  const key = `${workspace.id} ${id}`;
  const held = kept.get(key);
  const { rows } = await pool().query<{ found: Partial<Found> | null }>({
    name: 'read_plan',
    text: 'SELECT read_plan($1, $2, $3) AS found',
    values: [workspace.id, id, held?.revision ?? null],
  });
  const found = rows[0]?.found;
  if (!found) throw notFound('plan', id);
  const read = found.plan ? fromFound(found as Found, now) : held && atStatus(held, now);
  if (!read) throw new Error('the database confirmed a revision that nobody asked about');
  if (isEditable(read.plan.status)) return readOpen(principal, id, now);
  if (read !== held) kept.set(key, read);
  return read;
}

function readOpen(principal: Principal, id: string, now: string): Promise<Read> {
  return run(principal, { now }, async (ctx) => {
    const plan = await getPlan(ctx, id);
    return { plan, revision: ctx.revision ?? 0 };
  });
}

/** A version that was sold then may have ended since. */
function atStatus(held: Read, now: string): Read {
  const status = statusAt(held.plan, now);
  return status === held.plan.status ? held : { ...held, plan: { ...held.plan, status } };
}

function fromFound({ plan: p }: Found, now: string): Read {
  const row: PlanRow = {
    ...p,
    billingCadence: p.billing_cadence,
    proRatingEnabled: p.pro_rating_enabled,
    settlementMode: p.settlement_mode,
    effectiveFrom: date(p.effective_from),
    effectiveTo: date(p.effective_to),
    createdAt: new Date(p.created_at),
    updatedAt: new Date(p.updated_at),
    deletedAt: date(p.deleted_at),
    updatedBy: p.updated_by,
  };
  return { plan: planOf(row, now), revision: p.revision };
}
