import 'server-only';
import type { Ctx } from '@/lib/server/core/ctx';

/**
 * Lets nobody else change in this workspace whose subjects are whose until the transaction ends, and has readers of usage who ask for a
 * repeatable answer wait for it as for a writer of events.
 */
export async function holdSubjects(ctx: Ctx): Promise<void> {
  const { id } = ctx.workspace;
  await ctx.tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`subjects:${id}`}, 0))::text`;
  await ctx.tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(usage_lock(${id}))::text`;
}

/**
 * Makes these subjects, with their places in its list, the customer's from now on and no others: those it loses end now, and what was theirs
 * stays the customer's. A subject that never was anyone's is the customer's from the beginning of time, so that usage that came before its
 * customer is billed; one that was somebody's is so from now on. `holdSubjects` comes first.
 */
export async function attributeSubjects(ctx: Ctx, customerId: string, places: ReadonlyMap<string, number>): Promise<void> {
  const [subjects, positions] = [[...places.keys()], [...places.values()]];
  const { now } = ctx;
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    UPDATE customer_subjects SET belongs_to = greatest(belongs_from, ${now}::timestamptz), ended_at = clock_timestamp()
    WHERE workspace_id = ${workspaceId} AND customer_id = ${customerId} AND belongs_to IS NULL AND NOT subject = ANY(${subjects})`;
  await ctx.tx.$executeRaw`
    UPDATE customer_subjects s SET position = n.position FROM unnest(${subjects}::text[], ${positions}::int[]) AS n(subject, position)
    WHERE s.workspace_id = ${workspaceId} AND s.customer_id = ${customerId} AND s.belongs_to IS NULL AND s.subject = n.subject`;
  await ctx.tx.$executeRaw`
    INSERT INTO customer_subjects (workspace_id, customer_id, subject, position, belongs_from)
    SELECT ${workspaceId}, ${customerId}, n.subject, n.position,
           (SELECT greatest(max(b.belongs_to), ${now}::timestamptz) FROM customer_subjects b
            WHERE b.workspace_id = ${workspaceId} AND b.subject = n.subject HAVING count(*) > 0)
    FROM unnest(${subjects}::text[], ${positions}::int[]) AS n(subject, position)
    WHERE NOT EXISTS (SELECT FROM customer_subjects o WHERE o.workspace_id = ${workspaceId} AND o.customer_id = ${customerId}
                      AND o.belongs_to IS NULL AND o.subject = n.subject)`;
}
