import { compareInstants, END_OF_TIME, type Instant, intersect, type Period } from '@/lib/time';
import { type Contribution, isSameTemplate, type MergeError, mergeTemplates, type Template } from './template';

/**
 * Item of a subscription as far as rights go: what the plan, or a change of the subscription, gives over a span in which it stays the same. Add-ons
 * are not in it.
 */
export interface EntitledItem extends Period {
  featureKey: string;
  template: Template | null;
  phase: string;
  /** Start of the phase it lies in: usage counts from there. */
  phaseFrom: Instant;
  /** Name of the item's source, such as "Pro v3". */
  source?: string | undefined;
}

/** Add-on of a subscription as far as rights to one feature go, with its quantity over time: each holds until the next, 0 ends it. */
export interface EntitledAddOn {
  featureKey: string;
  template: Template | null;
  quantities: readonly { from: Instant; quantity: number }[];
  source?: string | undefined;
}

/** Share of one source in an entitlement. */
export interface Share {
  kind: 'plan' | 'addon';
  source: string | undefined;
  template: Template;
  quantity: number;
}

/** A customer's right to a feature over a span in which nothing about it changes: a row, with the subscription and an id of its own. */
export interface EntitlementSpan extends Period {
  featureKey: string;
  template: Template;
  /** Usage before it does not count. */
  measureUsageFrom: Instant;
  /** Usage periods are counted from it. */
  anchor: Instant;
  phase: string;
  parts: Share[];
}

export interface EntitlingSubscription {
  /** Phases in order, from start to end; the last may last until END_OF_TIME. */
  phases: readonly (Period & { key: string })[];
  billingAnchor: Instant;
  items: readonly EntitledItem[];
  addOns: readonly EntitledAddOn[];
}

/**
 * Returns the entitlements of a subscription over its life, by feature and then by start. Each version of an item is one, split where an add-on
 * begins, ends or changes its quantity; an add-on fills the gaps between items. All are counted from the start of their phase in usage periods
 * of the subscription's anchor, so that a change within a phase stays in the same usage period and keeps what was used. Throws for add-ons that
 * do not fit; `mergeTemplates` says so beforehand.
 */
export function entitlementsOf(subscription: EntitlingSubscription): EntitlementSpan[] {
  const features = new Set([...subscription.items, ...subscription.addOns].map(({ featureKey }) => featureKey));
  return [...features].sort().flatMap((featureKey) =>
    subscription.phases.flatMap((phase) => {
      const items = subscription.items.filter((item) => item.featureKey === featureKey && item.phase === phase.key);
      const addOns = subscription.addOns.filter((addOn) => addOn.featureKey === featureKey);
      return joined(spansIn(phase, items, addOns)).map((span) => ({ ...span, featureKey, anchor: subscription.billingAnchor }));
    }),
  );
}

type Unplaced = Omit<EntitlementSpan, 'featureKey' | 'anchor'>;

function spansIn(phase: Period & { key: string }, items: readonly EntitledItem[], addOns: readonly EntitledAddOn[]): Unplaced[] {
  const cuts = [
    phase.from,
    phase.to,
    ...items.flatMap(({ from, to }) => [from, to]),
    ...addOns.flatMap(({ quantities }) => quantities.map(({ from }) => from)),
  ];
  const inside = [...new Set(cuts)].filter((cut) => compareInstants(cut, phase.from) >= 0 && compareInstants(cut, phase.to) <= 0);
  inside.sort(compareInstants);
  return inside.slice(0, -1).flatMap((from, i): Unplaced[] => {
    const span = { from, to: inside[i + 1] as Instant };
    const item = items.find((one) => intersect(one, span));
    const parts = partsOf(item, addOns, from);
    const contributions = parts
      .filter(({ kind }) => kind === 'addon')
      .map(({ template, quantity }): Contribution => ({ template, quantity }));
    const merged = mergeTemplates(item?.template ?? null, contributions);
    if (!merged.ok) throw new EntitlementsDoNotFit(merged.error);
    if (merged.template === null) return [];
    return [{ ...span, template: merged.template, measureUsageFrom: item?.phaseFrom ?? phase.from, phase: phase.key, parts }];
  });
}

/** Error for an add-on that cannot be put on top of what is there. */
export class EntitlementsDoNotFit extends Error {
  constructor(readonly code: MergeError) {
    super(`entitlements do not fit: ${code}`);
  }
}

function partsOf(item: EntitledItem | undefined, addOns: readonly EntitledAddOn[], at: Instant): Share[] {
  const own: Share[] = item?.template ? [{ kind: 'plan', source: item.source, template: item.template, quantity: 1 }] : [];
  const bought = addOns.flatMap(({ template, quantities, source }): Share[] => {
    const quantity = quantities.findLast(({ from }) => compareInstants(from, at) <= 0)?.quantity ?? 0;
    return template && quantity > 0 ? [{ kind: 'addon', source, template, quantity }] : [];
  });
  return [...own, ...bought];
}

/** The spans with neighbours that give the same made one. */
function joined(spans: readonly Unplaced[]): Unplaced[] {
  const result: Unplaced[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    const same =
      last && last.to === span.from && last.measureUsageFrom === span.measureUsageFrom && isSameTemplate(last.template, span.template);
    if (same) result[result.length - 1] = { ...last, to: span.to };
    else result.push(span);
  }
  return result;
}

/** True for a span that has no end. */
export const isOpenEnded = ({ to }: Period): boolean => to === END_OF_TIME;
