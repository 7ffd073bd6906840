import 'server-only';
import { EVENT_TYPES, type NewDomainEvent } from '@/lib/api/domain-events';
import type { Ctx } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { json } from '@/lib/server/core/stored-values';
import { jobSpec } from '@/lib/server/jobs/enqueue';
import { SUBSCRIPTIONS, type Subscriptions } from './subscriptions';

/**
 * Tells subscribers what happened, in the transaction of the change itself: there is no event without its change, and no change without
 * its event. Each subscriber is given it at least once, in the order of commits per subject, by a durable job.
 */
export async function emit(ctx: Ctx, event: NewDomainEvent, subscriptions: Subscriptions = SUBSCRIPTIONS): Promise<void> {
  const payload = EVENT_TYPES[event.type].payload.parse(event.payload);
  const told = Object.entries(subscriptions).flatMap(([name, types]) => (types === 'all' || types.includes(event.type) ? [name] : []));
  const workspaceId = ctx.workspace.id;
  const { subject } = event;
  await ctx.tx.outboxEvent.create({
    data: {
      id: newId(),
      workspaceId,
      type: event.type,
      subject,
      payload,
      at: ctx.now,
      requestId: ctx.requestId,
      deliveries: json(told.length ? told.map((subscriber) => jobSpec(ctx, 'outbox.deliver', { subscriber, subject })) : undefined),
      pending: { create: told.map((subscriber) => ({ subscriber, workspaceId, subject })) },
    },
  });
}

type Plain = 'meter' | 'feature' | 'customer' | 'tax_code';

/** Tells subscribers what was done to a thing that is not kept in versions; see `emit`. */
export const emitThing = (
  ctx: Ctx,
  noun: Plain,
  done: 'created' | 'updated' | 'deleted',
  { id, key, name }: { id: string; key: string; name: string },
): Promise<void> => emit(ctx, { type: `${noun}.${done}`, subject: `${noun}/${id}`, payload: { id, key, name } });
