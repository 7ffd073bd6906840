import 'server-only';
import type { listUsageSenders as listOp, UsageSender, watchUsageSender as watchOp } from '@/lib/api/metering/usage-senders';
import type { InputOf } from '@/lib/api/operation';
import { type QuietWatch, silenceOf } from '@/lib/metering/usage-silence';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import type { Tx } from '@/lib/server/core/db';
import type { UsageSender as Row } from '@/lib/server/generated/prisma/client';

type Kind = UsageSender['kind'];

const watchOf = ({ quietMode, quietMinutes }: Row): QuietWatch =>
  quietMode === 'never' ? { mode: 'never' } : quietMinutes !== null ? { mode: 'after', minutes: quietMinutes } : { mode: 'automatic' };

const senderOf = (row: Row, hours: readonly string[], now: string): UsageSender => ({
  kind: row.kind as Kind,
  name: row.name,
  events: Number(row.events),
  firstAt: row.firstAt.toISOString(),
  lastAt: row.lastAt.toISOString(),
  watch: watchOf(row),
  silence: silenceOf(hours, row.lastAt.toISOString(), now, watchOf(row)),
});

/** Sources and types of events with their rhythm, the last heard of first. */
export async function usageSenders(tx: Tx, workspaceId: string, now: string, kind?: Kind | undefined): Promise<UsageSender[]> {
  const where = { workspaceId, ...(kind && { kind }) };
  const rows = await tx.usageSender.findMany({ where, orderBy: [{ lastAt: 'desc' }, { name: 'asc' }] });
  const hours = new Map<string, string[]>();
  for (const { kind: of, name, hour } of await tx.usageSenderHour.findMany({ where, orderBy: { hour: 'asc' } })) {
    const key = `${of} ${name}`;
    const known = hours.get(key);
    if (known) known.push(hour.toISOString());
    else hours.set(key, [hour.toISOString()]);
  }
  return rows.map((row) => senderOf(row, hours.get(`${row.kind} ${row.name}`) ?? [], now));
}

export const listUsageSenders = async (ctx: Ctx, { kind }: InputOf<typeof listOp>['query']) => ({
  data: await usageSenders(ctx.tx, ctx.workspace.id, ctx.now, kind),
});

/** Sets when the silence of a source or a type is told. */
export async function watchUsageSender(ctx: Ctx, { kind, name, watch }: InputOf<typeof watchOp>['body']): Promise<UsageSender> {
  const key = { workspaceId: ctx.workspace.id, kind, name };
  await ctx.tx.$queryRaw`
    SELECT 1 FROM usage_senders WHERE workspace_id = ${ctx.workspace.id} AND kind = ${kind} AND name = ${name} FOR NO KEY UPDATE`;
  const before = await ctx.tx.usageSender.findUnique({ where: { workspaceId_kind_name: key } });
  if (!before) throw notFound(kind === 'source' ? 'source' : 'event type', name);
  const data = { quietMode: watch.mode, quietMinutes: watch.mode === 'after' ? watch.minutes : null };
  const row = await ctx.tx.usageSender.update({ where: { workspaceId_kind_name: key }, data });
  const hours = await ctx.tx.usageSenderHour.findMany({ where: key, orderBy: { hour: 'asc' } });
  await audit(ctx, {
    action: 'usage_sender.watch',
    resourceType: 'usage_sender',
    resourceId: `${kind} ${name}`,
    resourceName: name,
    before: { watch: watchOf(before) },
    after: { watch },
  });
  return senderOf(
    row,
    hours.map(({ hour }) => hour.toISOString()),
    ctx.now,
  );
}
