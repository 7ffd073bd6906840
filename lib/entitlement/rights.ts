import type { Aggregation } from '@/lib/rating/burn-down';
import type { Grant } from '@/lib/rating/grant';
import { compareInstants, contains, END_OF_TIME, type Instant } from '@/lib/time';
import type { Account, Limit } from './account';
import type { EntitlementSpan } from './from-subscription';
import type { Template } from './template';
import type { Reset } from './usage-period';

/**
 * A decision above what a subscription gives: another value of a feature, or none, for a while. A row that is never changed; another decision
 * ends it and is a row of its own. One is in force at a time.
 */
export interface Override {
  id: string;
  featureKey: string;
  /** `remove` takes the feature away, whoever gives it. */
  mode: 'replace' | 'remove';
  /** Null when it takes away. */
  template: Template | null;
  reason: string;
  /** Name of the person who answers for it. */
  owner: string;
  effectiveAt: Instant;
  /** Null when it lasts as long as the subscription. */
  expiresAt: Instant | null;
  reviewAt: Instant | null;
}

/** Everything that may give a customer one feature, over time. */
export interface Rights {
  /** Of that feature, in order; they do not overlap. */
  spans: readonly EntitlementSpan[];
  overrides: readonly Override[];
}

/** Right of a customer to a feature at an instant, and the layers it comes from. */
export interface Right {
  template: Template;
  span: EntitlementSpan | null;
  override: Override | null;
}

/** Returns the override in force at an instant; of two that claim to be, the one that began later. */
export function overrideAt({ overrides, spans }: Rights, at: Instant): Override | null {
  const inForce = overrides.filter((override) => contains({ from: override.effectiveAt, to: endOf(override, spans) }, at));
  return inForce.sort((a, b) => compareInstants(b.effectiveAt, a.effectiveAt))[0] ?? null;
}

/** Without an end of its own an override lasts as long as the subscription it stands above; above none, it lasts. */
function endOf({ effectiveAt, expiresAt }: Override, spans: Rights['spans']): Instant {
  return expiresAt ?? spans.findLast(({ to }) => compareInstants(to, effectiveAt) > 0)?.to ?? END_OF_TIME;
}

/** Returns what a customer has of a feature at an instant, or null for nothing. */
export function rightAt(rights: Rights, at: Instant): Right | null {
  const span = rights.spans.find((one) => contains(one, at)) ?? null;
  const override = overrideAt(rights, at);
  const template = override ? override.template : (span?.template ?? null);
  return template && { template, span, override };
}

/** Metering of a feature, and what was given by hand. */
export interface Metering {
  aggregation: Aggregation;
  grants: readonly Grant[];
  opening?: Readonly<Record<string, string>>;
  resets: readonly Reset[];
  preserveOverage: boolean;
  timeZone: string;
}

const LIMIT_PRIORITY = 1;

/**
 * Returns the account that a metered feature is counted in at an instant, or null when the customer has no metered right then. Items that follow
 * each other within a phase are one account, in which the limit changes; so is what an override changes. A feature that only an override gives
 * is counted from its beginning.
 */
export function accountAt(rights: Rights, at: Instant, metering: Metering): Account | null {
  const right = rightAt(rights, at);
  if (right?.template.type !== 'metered') return null;
  const { span, override } = right;
  const start = span ?? { measureUsageFrom: override?.effectiveAt ?? at, anchor: override?.effectiveAt ?? at };
  const { measureUsageFrom, anchor } = start;
  const interval = span?.template.type === 'metered' ? span.template.usagePeriod : right.template.usagePeriod;
  const chain = rights.spans.filter((one) => one.measureUsageFrom === measureUsageFrom);
  const cuts = [measureUsageFrom, ...chain.map(({ from }) => from), ...edgesOf(rights)];
  const limits = [...new Set(cuts)]
    .filter((cut) => compareInstants(cut, measureUsageFrom) >= 0)
    .sort(compareInstants)
    .map((from) => limitFrom(rights, from));
  return {
    ...metering,
    measureUsageFrom,
    usagePeriod: { interval, anchor },
    limits,
    limitPriority: LIMIT_PRIORITY,
    resets: metering.resets.filter((reset) => compareInstants(reset.at, measureUsageFrom) > 0),
  };
}

/** Returns the instants at which overrides begin and end. */
const edgesOf = ({ spans, overrides }: Rights): Instant[] => overrides.flatMap((one) => [one.effectiveAt, endOf(one, spans)]);

function limitFrom(rights: Rights, from: Instant): Limit {
  const template = rightAt(rights, from)?.template;
  return template?.type === 'metered'
    ? { from, units: template.limit, isSoft: template.isSoftLimit }
    : { from, units: null, isSoft: false };
}

/** Returns the first instant after `at` at which the layers change: an item, an add-on or an override begins or ends. Null for never. */
export function nextLayerChange({ spans, overrides }: Rights, at: Instant): Instant | null {
  const changes = [...spans.flatMap(({ from, to }) => [from, to]), ...edgesOf({ spans, overrides })];
  const coming = changes.filter((change) => compareInstants(change, at) > 0 && change !== END_OF_TIME);
  return coming.sort(compareInstants)[0] ?? null;
}
