import 'server-only';
import type { NewDomainEvent } from '@/lib/api/domain-events';
import type { Ctx } from '@/lib/server/core/ctx';
import { emit } from '@/lib/server/outbox/emit';
import type { Folded } from '@/lib/subscription/fold';
import { compareInstants } from '@/lib/time';
import type { SubscriptionRow } from './record';

type SubscriptionEvent = Extract<NewDomainEvent, { type: `subscription.${string}` }>;
/** Types of events that say no more than which subscription, and when. */
export type PlainEvent = Exclude<
  SubscriptionEvent['type'],
  'subscription.changed' | 'subscription.addon_changed' | 'subscription.phase_started' | 'subscription.phase_ended'
>;

type Row = Pick<SubscriptionRow, 'id' | 'customerId' | 'planId'>;

/** A subscription as events name it. */
export const refOf = ({ id, customerId, planId }: Row, at: string) => ({ id, customerId, ...(planId && { planId }), at });

export const subjectOf = ({ id }: Pick<SubscriptionRow, 'id'>) => `subscription/${id}`;

export const tell = (ctx: Ctx, type: PlainEvent, row: Row, at: string): Promise<void> =>
  emit(ctx, { type, subject: subjectOf(row), payload: refOf(row, at) });

/** Everything that begins or ends at an instant of a subscription's timeline: itself, and its phases. */
function boundariesAt({ timeline }: Folded, at: string) {
  const { start, end, phases } = timeline;
  const lasting = phases.filter(({ from, to }) => compareInstants(from, to) < 0);
  return {
    starts: start === at,
    ends: end === at,
    ended: lasting.filter(({ to }) => to === at).map(({ key }) => key),
    started: lasting.filter(({ from }) => from === at).map(({ key }) => key),
  };
}

/** Tells what begins and ends at an instant, as far as that was not so `before`. */
export async function tellBoundaries(ctx: Ctx, row: Row, folded: Folded, at: string, before?: Folded): Promise<void> {
  const now = boundariesAt(folded, at);
  const then = before ? boundariesAt(before, at) : { starts: false, ends: false, ended: [], started: [] };
  const phase = (type: 'subscription.phase_started' | 'subscription.phase_ended', phaseKey: string) =>
    emit(ctx, { type, subject: subjectOf(row), payload: { ...refOf(row, at), phaseKey } });
  for (const key of now.ended) if (!then.ended.includes(key)) await phase('subscription.phase_ended', key);
  if (now.starts && !then.starts) await tell(ctx, 'subscription.started', row, at);
  for (const key of now.started) if (!then.started.includes(key)) await phase('subscription.phase_started', key);
  if (now.ends && !then.ends) await tell(ctx, 'subscription.ended', row, at);
}
