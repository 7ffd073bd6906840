import 'server-only';
import { lit } from './counting';
import type { Sql } from './meter-state';
import type { AttributedSubject } from './store';

/** Whose a subject's events are in a span of time. */
export interface AttributedSpan extends AttributedSubject {
  customerId: string;
}

/** Rows of customer_subjects as they were known at an instant (now when undefined), in SQL: `subject, customer_id, f, t`. */
export function knownSpansSql(workspace: string, asOf: string | undefined): string {
  const at = asOf === undefined ? undefined : `${lit(asOf)}::timestamptz`;
  const to = at ? `CASE WHEN ended_at <= ${at} THEN belongs_to END` : 'belongs_to';
  const known = at ? `AND recorded_at <= ${at}` : '';
  return `SELECT subject, customer_id, belongs_from AS f, ${to} AS t FROM customer_subjects WHERE workspace_id = ${workspace} ${known}`;
}

/**
 * All of time for each subject that is anyone's, in SQL: `cs, customer_id, f, t`, the customer null in the gaps. Joined to series, each falls
 * into the parts that are one customer's each; only subjects that are not one customer's for ever have gaps to look for.
 */
export const segmentsSql = (workspace: string, asOf: string | undefined): string =>
  `(WITH k AS (${knownSpansSql(workspace, asOf)}), m AS (SELECT * FROM k WHERE f IS NOT NULL OR t IS NOT NULL)
    SELECT subject AS cs, customer_id, f, t FROM k
    UNION ALL SELECT subject, NULL, before, f FROM (SELECT subject, f, lag(t) OVER (PARTITION BY subject ORDER BY f NULLS FIRST, t) AS before FROM m) g WHERE f IS NOT NULL
    UNION ALL SELECT subject, NULL, max(t), NULL FROM m GROUP BY subject HAVING bool_and(t IS NOT NULL))`;

/** True where a time lies in the segment `c` that is joined, or none is. */
export const inSegment = (time: string): string => `(c.f IS NULL OR ${time} >= c.f) AND (c.t IS NULL OR ${time} < c.t)`;

/** The spans of a workspace, all or those of some customers, as they were known at an instant. */
export async function attributedSpans(
  client: Sql,
  workspaceId: string,
  asOf: string | undefined,
  customerIds?: readonly string[],
): Promise<AttributedSpan[]> {
  const { rows } = await client.query<{ subject: string; customer_id: string; f: Date | null; t: Date | null }>(
    `SELECT * FROM (${knownSpansSql('$1', asOf)}) k WHERE ($2::text[] IS NULL OR customer_id = ANY($2)) ORDER BY subject, f NULLS FIRST`,
    [workspaceId, customerIds ?? null],
  );
  return rows.map(({ subject, customer_id, f, t }) => ({
    subject,
    customerId: customer_id,
    ...(f && { from: f.toISOString() }),
    ...(t && { to: t.toISOString() }),
  }));
}

/** The subjects of some customers by customer, as they were known at an instant. */
export async function subjectsOfCustomers(
  client: Sql,
  workspaceId: string,
  customerIds: readonly string[],
  asOf: string | undefined,
): Promise<Map<string, AttributedSubject[]>> {
  const found = new Map<string, AttributedSubject[]>();
  for (const { customerId, ...subject } of await attributedSpans(client, workspaceId, asOf, customerIds))
    found.set(customerId, [...(found.get(customerId) ?? []), subject]);
  return found;
}

/** The instants (milliseconds) strictly inside [from, to) at which some subject changes hands, in order. */
export async function changesWithin(
  client: Sql,
  workspaceId: string,
  asOf: string | undefined,
  span: { from: number; to: number },
): Promise<number[]> {
  const { rows } = await client.query<{ at: Date }>(
    `SELECT DISTINCT at FROM (${knownSpansSql('$1', asOf)}) k, LATERAL (VALUES (f), (t)) e(at) WHERE at > $2 AND at < $3 ORDER BY at`,
    [workspaceId, new Date(span.from), new Date(span.to)],
  );
  return rows.map(({ at }) => at.getTime());
}
