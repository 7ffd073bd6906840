import 'server-only';
import {
  type AddOnByKey,
  NamedVersion,
  type PlanByKey,
  type searchPlans as searchPlansOp,
  type VersionSearch,
} from '@/lib/api/catalog/version-lists';
import type { InputOf } from '@/lib/api/operation';
import type { PlanStatus } from '@/lib/catalog/plan';
import type { Ctx } from '@/lib/server/core/ctx';
import { likeText, orderOf, pageResult, pageWindow, wordsOf } from '@/lib/server/core/listing';
import { Prisma } from '@/lib/server/generated/prisma/client';
import { addOnOf } from './add-on-record';
import { plansAt } from './catalog-state';
import { planOf } from './plan-record';
import { statusSets } from './version-record';

const COLUMNS = Prisma.sql`id, key, version, name, description, currency, effective_from, effective_to, updated_at`;

/** Sort keys of the lists, as columns of `things` below. `own` is the column that only plans, or only add-ons, have. */
const SORTED = {
  key: Prisma.sql`key`,
  name: Prisma.sql`lower(name)`,
  status: Prisma.sql`array_position(ARRAY['active', 'scheduled', 'draft', 'archived'], status)`,
  currency: Prisma.sql`currency`,
  effectiveFrom: Prisma.sql`effective_from`,
  versions: Prisma.sql`versions`,
  updatedAt: Prisma.sql`updated_at`,
} as const;
type Field = keyof typeof SORTED | 'phases' | 'instanceType';

interface Thing {
  key: string;
  leadId: string;
  status: PlanStatus;
  draft: unknown;
  scheduled: unknown;
  versions: number;
  updatedAt: Date;
}

/** The versions of `source` (rows of COLUMNS and `own`) by key, with the status that each has at an instant. */
const things = (source: Prisma.Sql, at: Date) => Prisma.sql`
  WITH versions AS (
    SELECT *, CASE
      WHEN effective_from IS NULL AND effective_to IS NULL THEN 'draft'
      WHEN effective_to <= ${at} THEN 'archived'
      WHEN effective_from <= ${at} THEN 'active'
      ELSE 'scheduled' END AS status
    FROM (${source}) AS source
  ), ranked AS (
    SELECT *,
      row_number() OVER (PARTITION BY key
        ORDER BY array_position(ARRAY['active', 'scheduled', 'draft', 'archived'], status), version DESC) AS rank,
      jsonb_build_object('id', id, 'version', version, 'name', name, 'status', status) AS named
    FROM versions
  ), things AS (
    SELECT key,
      max(id) FILTER (WHERE rank = 1) AS lead_id,
      max(name) FILTER (WHERE rank = 1) AS name,
      max(status) FILTER (WHERE rank = 1) AS status,
      max(currency) FILTER (WHERE rank = 1) AS currency,
      max(effective_from) FILTER (WHERE rank = 1) AS effective_from,
      max(own) FILTER (WHERE rank = 1) AS own,
      (array_agg(named ORDER BY version DESC) FILTER (WHERE status = 'draft'))[1] AS draft,
      (array_agg(named ORDER BY version DESC) FILTER (WHERE status = 'scheduled'))[1] AS scheduled,
      count(*)::int AS versions,
      max(updated_at) AS updated_at,
      array_agg(status) FILTER (WHERE rank = 1 OR status <> 'archived') AS statuses,
      string_agg(concat_ws(' ', key, name, description, currency), ' ') FILTER (WHERE rank = 1 OR status <> 'archived') AS words
    FROM ranked GROUP BY key
  )`;

/** One page of things that are sold in versions: what is on the page, and how many there are on all. Two statements, however many there are. */
async function pageOfThings(ctx: Ctx, source: Prisma.Sql, own: 'phases' | 'instanceType', query: VersionSearch, at: Date) {
  const window = pageWindow(query.page);
  const columns: Record<string, Prisma.Sql> = { ...SORTED, [own]: Prisma.sql`own` };
  const order = orderOf(query.sort, Object.keys(columns) as Field[], 'updated_at desc')
    .flatMap((step) => Object.entries(step))
    .flatMap(([field, direction]) => (field === 'id' ? [] : [Prisma.sql`${columns[field]} ${Prisma.raw(direction)} NULLS LAST`]));
  const where = Prisma.join(
    [
      Prisma.sql`TRUE`,
      ...statusSets(query.filter?.status).map((statuses) => Prisma.sql`statuses && ${statuses}::text[]`),
      ...wordsOf(query.q).map((word) => Prisma.sql`words ILIKE ${`%${likeText(word)}%`}`),
    ],
    ' AND ',
  );
  const all = things(source, at);
  const rows = await ctx.tx.$queryRaw<Thing[]>`${all}
    SELECT key, lead_id AS "leadId", status, draft, scheduled, versions, updated_at AS "updatedAt"
    FROM things WHERE ${where} ORDER BY ${Prisma.join([...order, Prisma.sql`key`])} LIMIT ${window.take} OFFSET ${window.skip}`;
  const [counted] = await ctx.tx.$queryRaw<{ total: number }[]>`${all} SELECT count(*)::int AS total FROM things WHERE ${where}`;
  return { rows, total: counted?.total ?? 0, window };
}

/** Rows with the version that leads each. */
function withLeads<T extends { id: string }>(rows: readonly Thing[], leads: readonly T[]) {
  const byId = new Map(leads.map((lead) => [lead.id, lead]));
  const named = (json: unknown) => (json === null ? undefined : NamedVersion.parse(json));
  return rows.map(({ leadId, draft, scheduled, updatedAt, ...row }) => {
    const lead = byId.get(leadId);
    if (!lead) throw new Error(`version ${leadId} leads ${row.key} and was not read`);
    return { ...row, lead, draft: named(draft), scheduled: named(scheduled), updatedAt: updatedAt.toISOString() };
  });
}

/** Plans, one row for each key; as of an instant as they stood and were sold then. */
export async function searchPlans(ctx: Ctx, query: InputOf<typeof searchPlansOp>['query']) {
  const { asOf } = query;
  if (asOf !== undefined) {
    const then = (await plansAt(ctx, asOf)).data;
    const versions = then.map((p) => ({
      ...{ id: p.id, key: p.key, version: p.version, name: p.name, description: p.description ?? null, currency: p.currency },
      ...{ effective_from: p.effectiveFrom ?? null, effective_to: p.effectiveTo ?? null, updated_at: p.updatedAt, own: p.phases.length },
    }));
    const source = Prisma.sql`SELECT * FROM jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) AS v(id text, key text, version int,
      name text, description text, currency text, effective_from timestamptz, effective_to timestamptz, updated_at timestamptz, own int)`;
    const { rows, total, window } = await pageOfThings(ctx, source, 'phases', query, new Date(asOf));
    return pageResult<PlanByKey>(withLeads(rows, then), total, window);
  }
  const source = Prisma.sql`SELECT ${COLUMNS}, jsonb_array_length(phases) AS own FROM plans WHERE deleted_at IS NULL`;
  const { rows, total, window } = await pageOfThings(ctx, source, 'phases', query, new Date(ctx.now));
  const leads = await ctx.tx.plan.findMany({ where: { id: { in: rows.map(({ leadId }) => leadId) } } });
  return pageResult<PlanByKey>(
    withLeads(
      rows,
      leads.map((row) => planOf(row, ctx.now)),
    ),
    total,
    window,
  );
}

/** Add-ons, one row for each key. */
export async function searchAddOns(ctx: Ctx, query: VersionSearch) {
  const source = Prisma.sql`SELECT ${COLUMNS}, instance_type AS own FROM add_ons WHERE deleted_at IS NULL`;
  const { rows, total, window } = await pageOfThings(ctx, source, 'instanceType', query, new Date(ctx.now));
  const leads = await ctx.tx.addOn.findMany({ where: { id: { in: rows.map(({ leadId }) => leadId) } } });
  return pageResult<AddOnByKey>(
    withLeads(
      rows,
      leads.map((row) => addOnOf(row, ctx.now)),
    ),
    total,
    window,
  );
}
