import 'server-only';
import type { Subscription, SubscriptionAddOn } from '@/lib/api/subscription/shapes';
import type { SubscriptionTimeline, TimelineItem } from '@/lib/api/subscription/state';
import { SettlementMode } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { absent, instant } from '@/lib/server/core/stored-values';
import type { Folded } from '@/lib/subscription/fold';
import { quantityAt } from '@/lib/subscription/lanes';
import { CostBasisMode, type Life } from '@/lib/subscription/life';
import { periodAt, rhythmOf } from '@/lib/subscription/period';
import { type SubscriptionStatus, statusOf as statusOfLife } from '@/lib/subscription/status';
import type { TimelineItem as Item } from '@/lib/subscription/timeline';
import { compareInstants, contains, END_OF_TIME, normalizeInstant } from '@/lib/time';
import { itemId, laneOf, phaseId } from './ids';
import type { Loaded, SubscriptionAddOnRow, SubscriptionRow } from './record';

/** An end as it is shown: nothing where there is none. */
export const until = (to: string | null): string | undefined => (to === null || to === END_OF_TIME ? undefined : to);

/** The status of a row at an instant. */
export const statusOf = (row: Pick<SubscriptionRow, 'activeFrom' | 'activeTo' | 'deletedAt'>, now: string): SubscriptionStatus =>
  statusOfLife({ start: row.activeFrom.toISOString(), end: instant(row.activeTo) ?? null, isDeleted: row.deletedAt !== null }, now);

/** A card of a timeline, which the catalog wrote, with everything that the catalog knows of it. */
export const cardOf = (item: Pick<Item, 'rateCard'>): RateCard => item.rateCard as RateCard;

/** Of the items of one lane, the one that an answer of now shows: the running one, or else the first to come, or else the last that was. */
function shownItems(items: readonly Item[], now: string): Item[] {
  return [...new Set(items.map(laneOf))].sort().flatMap((lane) => {
    const all = items.filter((item) => laneOf(item) === lane);
    const running = all.find((item) => contains(item, now));
    const next = all.find((item) => compareInstants(now, item.from) < 0);
    return running ?? next ?? all.at(-1) ?? [];
  });
}

function phasesOf(
  id: string,
  { course, timeline }: Folded,
  life: Life,
  at: { created: string; updated: string },
  now: string,
): Subscription['phases'] {
  const contents = [life.start.content, ...life.acts.flatMap((act) => (act.kind === 'amend' ? [act.content] : []))].reverse();
  return timeline.phases.map((phase) => {
    const planned = contents.flatMap(({ phases }) => phases.filter(({ key }) => key === phase.key))[0];
    return {
      id: phaseId(id, phase.key),
      key: phase.key,
      name: course.phases.find(({ key }) => key === phase.key)?.name ?? planned?.name ?? phase.key,
      description: planned?.description,
      labels: planned?.labels,
      createdAt: at.created,
      updatedAt: at.updated,
      activeFrom: phase.from,
      activeTo: until(phase.to),
      items: shownItems(
        timeline.items.filter((item) => item.phase === phase.key),
        now,
      ).map((item) => ({ id: itemId(id, item), activeFrom: item.from, activeTo: until(item.to), rateCard: cardOf(item) })),
    };
  });
}

/** A subscription as the contract has it, with what is valid at an instant. */
export function shownOf({ row, life, folded }: Pick<Loaded, 'row' | 'life' | 'folded'>, now: string): Subscription {
  const second = normalizeInstant(now);
  const { timeline } = folded;
  return {
    id: row.id,
    labels: row.labels as Subscription['labels'],
    name: row.name,
    description: absent(row.description),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: instant(row.deletedAt),
    activeFrom: timeline.start,
    activeTo: until(timeline.end),
    customerId: row.customerId,
    planId: absent(row.planId),
    plan: row.planId && row.planKey && row.planVersion ? { id: row.planId, key: row.planKey, version: row.planVersion } : undefined,
    invoiceCurrency: row.invoiceCurrency,
    costBasisMode: CostBasisMode.parse(row.costBasisMode),
    costBasisPins: row.costBasisPins as Subscription['costBasisPins'],
    billingCadence: row.billingCadence,
    proRatingConfig: { enabled: row.proRatingEnabled, mode: row.proRatingEnabled ? 'prorate_prices' : 'no_proration' },
    billingAnchor: life.start.anchor,
    status: statusOf(row, now),
    settlementMode: SettlementMode.parse(row.settlementMode),
    currentPeriod: row.deletedAt ? undefined : (periodAt(timeline, rhythmOf(life), second) ?? undefined),
    phases: phasesOf(row.id, folded, life, { created: row.createdAt.toISOString(), updated: row.updatedAt.toISOString() }, second),
  };
}

const SOURCES = { plan: 'plan', negotiated: 'negotiated', 'add-on': 'addon', edit: 'edit' } as const;

export const wireItem = (id: string, item: Item): TimelineItem => ({
  id: itemId(id, item),
  ref: item.itemId,
  phaseKey: item.phase,
  key: laneOf(item),
  name: item.rateCard.name,
  featureId: item.rateCard.feature?.id,
  from: item.from,
  to: until(item.to),
  quantity: item.quantity,
  source: SOURCES[item.source],
  rateCard: cardOf(item),
});

/** The whole timeline of a subscription. */
export function wireTimeline(id: string, { course, timeline }: Folded): SubscriptionTimeline {
  const { phases, items, pauses = [] } = timeline;
  return {
    phases: phases.map(({ key, from, to }) => ({
      ...{ id: phaseId(id, key), key, from, to: until(to) },
      name: course.phases.find((phase) => phase.key === key)?.name ?? key,
    })),
    items: items.map((item) => wireItem(id, item)).sort((a, b) => compareInstants(a.from, b.from)),
    pauses: pauses.map(({ from, to }) => ({ from, to: until(to) })),
  };
}

/** An add-on of a subscription at an instant. */
export function wireAddOn({ row, folded }: Pick<Loaded, 'row' | 'folded'>, addOn: SubscriptionAddOnRow, now: string): SubscriptionAddOn {
  const second = normalizeInstant(now);
  const held = folded.course.addOns.filter(({ attachment }) => attachment === addOn.id);
  const quantities = held.flatMap((entry) => entry.quantities);
  // Two changes at one instant: the later one counts, and the earlier one never did.
  const dated = quantities.filter(({ from }, i) => quantities[i + 1]?.from !== from);
  const last = dated.at(-1);
  const { end } = folded.timeline;
  const latest = held.at(-1)?.addOn;
  return {
    id: addOn.id,
    labels: addOn.labels as SubscriptionAddOn['labels'],
    name: addOn.name,
    description: absent(addOn.description),
    createdAt: addOn.createdAt.toISOString(),
    updatedAt: addOn.updatedAt.toISOString(),
    addon: { id: latest?.id ?? addOn.addOnId },
    quantity: end !== null && compareInstants(second, end) >= 0 ? 0 : quantityAt(dated, second),
    quantityAt: now,
    activeFrom: dated[0]?.from ?? folded.timeline.start,
    activeTo: last?.quantity === 0 ? last.from : until(end),
    timeline: dated.map(({ from, quantity }, i) => ({ activeFrom: from, activeTo: dated[i + 1]?.from ?? until(end), quantity })),
    rateCards: (latest?.rateCards ?? []).map((rateCard) => ({
      rateCard,
      affectedSubscriptionItemIds: folded.timeline.items
        .filter((item) => touches(item, rateCard.key, latest?.key ?? '') && dated.some((span, i) => meets(item, span, dated[i + 1]?.from)))
        .map((item) => itemId(row.id, item)),
    })),
  };
}

/** Is the item of the lane of an add-on's card: that of the plan's card of the same key, or one of its own for what is charged once? */
const touches = (item: Item, card: string, addOn: string): boolean => laneOf(item) === card || laneOf(item) === `${card}+${addOn}`;

const meets = (item: Item, { from, quantity }: { from: string; quantity: number }, to: string | undefined): boolean =>
  quantity > 0 && compareInstants(from, item.to) < 0 && (to === undefined || compareInstants(item.from, to) < 0);
