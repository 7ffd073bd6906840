import { type BillingTerms, hasBillables, horizonOf, phaseLines, targetLines } from '../billing/target-lines';
import { getCurrency } from '../currency';
import { decide } from '../subscription/decide';
import { timelineOf } from '../subscription/fold';
import type { Life } from '../subscription/life';
import { rhythmOf } from '../subscription/period';
import type { Timeline, TimelineItem } from '../subscription/timeline';
import { addDurations, compareInstants, END_OF_TIME, type Instant, intersect, normalizeInstant } from '../time';
import { type Kinds, kind } from './figure';
import { cardIn, contentIn, lifeIn, planIn, refusedBy, type WireCard, type WirePlan, type WireSubscription } from './subscription-input';
import { writtenTarget } from './written-line';

/** The terms by which a figure's subscription is billed. */
export const termsIn = (life: Life, endProration: BillingTerms['endProration'] = 'bill_actual_period'): BillingTerms => ({
  timeline: timelineOf(life),
  rhythm: rhythmOf(life),
  currency: getCurrency(life.start.content.currency),
  prorate: life.start.content.proRatingEnabled,
  endProration,
});

interface ScheduleInput {
  billing_cadence: string;
  active_from: Instant;
  active_to?: Instant | null;
  billing_anchor: Instant;
  phase: string;
  generate_until: Instant;
  items: { rate_card: WireCard; active_from_offset?: string; active_to_offset?: string }[];
}

function scheduleFigures({ billing_cadence, active_from, active_to, billing_anchor, phase, generate_until, items }: ScheduleInput) {
  const start = normalizeInstant(active_from);
  const end = active_to ? normalizeInstant(active_to) : null;
  const span = { from: start, to: end ?? END_OF_TIME };
  const versions = new Map<string, number>();
  const planned = items.flatMap(({ rate_card, active_from_offset, active_to_offset }): TimelineItem[] => {
    const at = (offset: string | undefined, usual: Instant) => (offset ? addDurations(start, [offset], 'UTC') : usual);
    const lane = `${phase}/${rate_card.key}`;
    const n = versions.get(lane) ?? 0;
    versions.set(lane, n + 1);
    const own = intersect({ from: at(active_from_offset, span.from), to: at(active_to_offset, span.to) }, span);
    return own ? [{ itemId: `${lane}/v${n}`, phase, ...own, rateCard: cardIn(rate_card), quantity: 1, source: 'plan' }] : [];
  });
  const timeline: Timeline = { start, end, phases: [{ key: phase, ...span }], items: planned };
  const rhythm = { anchor: normalizeInstant(billing_anchor), cadence: billing_cadence, timeZone: 'UTC' };
  const terms: BillingTerms = { timeline, rhythm, currency: getCurrency('USD'), prorate: false, endProration: 'bill_actual_period' };
  return { lines: phaseLines(terms, { key: phase, ...span }, normalizeInstant(generate_until)).map(writtenTarget) };
}

interface HorizonInput {
  plan: WirePlan;
  subscription: WireSubscription;
  as_of: Instant;
}

function horizonFigures({ plan, subscription, as_of }: HorizonInput) {
  const terms = termsIn(lifeIn(plan, subscription));
  const billable = hasBillables(terms.timeline);
  return { has_billables: billable, next_sync_after: billable ? horizonOf(terms, normalizeInstant(as_of)) : null };
}

interface MigrationInput extends HorizonInput {
  new_plan: WirePlan;
  at: Instant;
  timing: 'immediate' | 'next_billing_cycle';
}

function migrationFigures({ plan, new_plan, subscription, at, timing, as_of }: MigrationInput) {
  const life = lifeIn(plan, subscription);
  const to = { ...planIn(new_plan, 2), key: life.start.plan?.key ?? '' };
  const decision = decide(
    life,
    { kind: 'amend', plan: to, content: contentIn(new_plan), addOns: [], timing },
    { now: normalizeInstant(at), id: 'act' },
  );
  const refused = refusedBy(decision);
  if (refused) return refused;
  // The edit is billed when it is seen, be it a second after it.
  const asOf = compareInstants(as_of, at) < 0 ? at : as_of;
  return { same_subscription: true, pending_lines: targetLines(termsIn(decision.life), normalizeInstant(asOf)).map(writtenTarget) };
}

/** Rules for figures of the lines that follow from a timeline. */
export const lineFigures: Kinds = {
  period_schedule: kind(scheduleFigures, { lists: { lines: 'any_order' } }),
  sync_horizon: kind(horizonFigures),
  migrate_in_place: kind(migrationFigures, { lists: { pending_lines: 'any_order' } }),
};
