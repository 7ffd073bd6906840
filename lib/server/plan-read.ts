import 'server-only';
import type { Plan } from '@/lib/catalog/plan';
import { isEditable } from '@/lib/catalog/version';
import { gone, notFound, type Principal } from './ctx';
import { pool } from './db';
import { contextOf, type FeatureFact, nameOf, type PlanRow, planOf, withIssues } from './plan-record';

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
  features: FeatureFact[] | null;
}

const date = (text: Column) => (text === null ? null : new Date(text));

/** One version of a plan, in one exchange with the database, past Prisma and its transaction. */
export async function readPlan({ workspace }: Principal, id: string, now: string): Promise<{ plan: Plan; revision: number }> {
  const values = [workspace.id, id];
  const { rows } = await pool().query<{ found: Found | null }>({ name: 'read_plan', text: 'SELECT read_plan($1, $2) AS found', values });
  const found = rows[0]?.found;
  if (!found) throw notFound('plan', id);
  const { plan: p, features } = found;
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
  if (row.deletedAt) throw gone('plan', nameOf(row), row.deletedAt);
  const plan = planOf(row, now);
  return { plan: isEditable(plan.status) ? withIssues(plan, contextOf(features ?? [])) : plan, revision: p.revision };
}
