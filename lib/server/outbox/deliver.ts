import 'server-only';
import type { DomainEvent } from '@/lib/api/domain-events';
import type { Ctx } from '@/lib/server/core/ctx';
import { type Tx, transaction } from '@/lib/server/core/db';
import { runIn } from '@/lib/server/core/run';
import { JobFailure } from '@/lib/server/jobs/job-run';
import type { PayloadOf } from '@/lib/server/jobs/kinds';
import type { Steps } from '@/lib/server/jobs/perform';

/** Handles an event. Writes in `ctx.tx` take effect once; other effects may happen again. */
export type Subscriber = (ctx: Ctx, event: DomainEvent) => Promise<void>;

/**
 * Gives a subscriber what it was not given of one subject, event after event, each in a transaction of its own that also takes the event
 * off the list. An event that a subscriber fails at is tried again, and later ones of the subject wait for it; other subjects and other
 * subscribers do not.
 */
export async function deliver(
  steps: Steps,
  { subscriber, subject }: PayloadOf<'outbox.deliver'>,
  subscribers: Readonly<Record<string, Subscriber>>,
): Promise<void> {
  const handle = subscribers[subscriber];
  if (!handle) throw new JobFailure(`This build has no subscriber "${subscriber}".`);
  for (let given = true; given; ) {
    steps.signal.throwIfAborted();
    given = await transaction({ workspaceId: steps.workspaceId }, async (tx) => {
      const event = await takeNext(tx, subscriber, subject);
      if (event) await runIn(tx, steps.principal, { now: event.at, requestId: event.requestId }, (ctx) => handle(ctx, event));
      return event !== undefined;
    });
  }
}

async function takeNext(tx: Tx, subscriber: string, subject: string): Promise<DomainEvent | undefined> {
  const [event] = await tx.$queryRaw<(Omit<DomainEvent, 'at'> & { at: Date })[]>`
    SELECT e.id, e.type, e.subject, e.payload, e.at, e.position::text AS position, e.request_id AS "requestId"
    FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id
    WHERE d.workspace_id = app_workspace() AND d.subscriber = ${subscriber} AND d.subject = ${subject} ORDER BY e.position LIMIT 1 FOR UPDATE OF d`;
  if (!event) return undefined;
  await tx.outboxDelivery.delete({ where: { eventId_subscriber: { eventId: event.id, subscriber } } });
  return { ...event, at: event.at.toISOString() } as DomainEvent;
}
