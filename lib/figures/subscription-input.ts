import type { RateCard } from '../catalog/rate-card';
import type { SpendCommitments } from '../pricing/commitments';
import type { Price } from '../pricing/price';
import type { PriceTier } from '../pricing/tiers';
import type { UnitConfig } from '../pricing/unit-config';
import { type Decision, decide } from '../subscription/decide';
import { timelineOf } from '../subscription/fold';
import type { ActRequest, EditPatch, Life, LifeStart, SubscribedContent, Timing } from '../subscription/life';
import { refusalStatus } from '../subscription/refusal';
import type { Timeline } from '../subscription/timeline';
import { END_OF_TIME, type Instant, normalizeInstant } from '../time';

interface WireTier {
  up_to_amount?: string | null;
  flat_price?: { amount: string } | null;
  unit_price?: { amount: string } | null;
}

export interface WireCard {
  key: string;
  name?: string;
  feature?: { key: string };
  billing_cadence?: string | null;
  price?: { type: string; amount?: string; tiers?: WireTier[] } | null;
  payment_term?: RateCard['paymentTerm'];
  discounts?: { percentage?: number | string; usage?: string } | null;
  commitments?: { minimum_amount?: string; maximum_amount?: string } | null;
  unit_config?: { operation: UnitConfig['operation']; conversion_factor: string; rounding?: UnitConfig['rounding']; precision?: number };
  entitlement?: {
    type: 'metered' | 'boolean' | 'static';
    limit?: number;
    usage_period?: string;
    is_soft_limit?: boolean;
    config?: unknown;
  } | null;
}

export interface WirePlan {
  key?: string;
  name?: string;
  currency: string;
  billing_cadence: string;
  pro_rating_enabled?: boolean;
  phases: { key: string; name?: string; duration?: string | null; rate_cards: WireCard[] }[];
}

export interface WireSubscription {
  active_from: Instant;
  active_to?: Instant | null;
  billing_anchor?: Instant;
  starting_phase?: string;
}

/** A card of a figure as the product has it; features go by their keys. */
export function cardIn(card: WireCard): RateCard {
  const { key, name = key, feature, billing_cadence, payment_term, discounts, commitments, unit_config, entitlement } = card;
  return {
    key,
    name,
    price: priceIn(card),
    ...(feature && { feature: { id: feature.key } }),
    ...(billing_cadence && { billingCadence: billing_cadence }),
    ...(payment_term && { paymentTerm: payment_term }),
    ...(discounts && { discounts: { ...discounts, ...(discounts.percentage !== undefined && { percentage: +discounts.percentage }) } }),
    ...(commitments && { commitments: commitmentsIn(commitments) }),
    ...(unit_config && { unitConfig: conversionIn(unit_config) }),
    ...(entitlement && { entitlement: entitlementIn(entitlement) }),
  } as RateCard;
}

function priceIn({ price }: WireCard): Price {
  if (!price) return { type: 'free' };
  if (!price.tiers) return price as Price;
  const tiers = price.tiers.map(
    ({ up_to_amount, flat_price, unit_price }): PriceTier => ({
      ...(typeof up_to_amount === 'string' && { upToAmount: up_to_amount }),
      ...(flat_price && { flatPrice: { type: 'flat', amount: flat_price.amount } }),
      ...(unit_price && { unitPrice: { type: 'unit', amount: unit_price.amount } }),
    }),
  );
  return { ...price, tiers } as Price;
}

const commitmentsIn = ({ minimum_amount, maximum_amount }: NonNullable<WireCard['commitments']>): SpendCommitments => ({
  ...(minimum_amount !== undefined && { minimumAmount: minimum_amount }),
  ...(maximum_amount !== undefined && { maximumAmount: maximum_amount }),
});

const conversionIn = ({ conversion_factor, rounding, precision, ...rest }: NonNullable<WireCard['unit_config']>) => ({
  ...rest,
  conversionFactor: conversion_factor,
  rounding: rounding ?? 'none',
  precision: precision ?? 0,
});

const entitlementIn = ({ usage_period, is_soft_limit = false, type, limit, config }: NonNullable<WireCard['entitlement']>) => {
  if (type === 'static') return { type, config };
  if (type === 'boolean') return { type };
  return { type, isSoftLimit: is_soft_limit, ...(limit !== undefined && { limit }), ...(usage_period && { usagePeriod: usage_period }) };
};

export const contentIn = ({ currency, billing_cadence, pro_rating_enabled = true, phases }: WirePlan): SubscribedContent => ({
  currency,
  billingCadence: billing_cadence,
  proRatingEnabled: pro_rating_enabled,
  phases: phases.map(({ key, name = key, duration, rate_cards }) => ({
    key,
    name,
    ...(duration && { duration }),
    rateCards: rate_cards.map(cardIn),
  })),
});

export const planIn = ({ key = 'plan', name = key }: WirePlan, version = 1): NonNullable<LifeStart['plan']> => ({
  id: `${key}-${version}`,
  key,
  version,
  name,
});

/** The life of a figure's subscription on a plan, before anything was done to it. */
export function lifeIn(plan: WirePlan, subscription: WireSubscription): Life {
  const { active_from, active_to, billing_anchor = active_from, starting_phase } = subscription;
  return {
    start: {
      plan: planIn(plan),
      content: contentIn(plan),
      start: normalizeInstant(active_from),
      ...(active_to && { end: normalizeInstant(active_to) }),
      anchor: normalizeInstant(billing_anchor),
      timeZone: 'UTC',
      ...(starting_phase && { startingPhase: starting_phase }),
      settlementMode: 'credit_then_invoice',
      costBasisMode: 'dynamic',
      terms: [],
      seats: [],
    },
    acts: [],
  };
}

interface WirePatch {
  op: EditPatch['op'];
  phase?: string;
  item?: string;
  rate_card?: WireCard;
  active_from?: Instant;
  active_to?: Instant;
  start_after?: string;
  duration?: string;
  shift?: 'next' | 'prev';
  extend_by?: string;
}

/** One act of a figure on its subscription. */
export interface WireStep {
  at: Instant;
  action: string;
  timing?: Timing;
  patches?: WirePatch[];
}

const patchIn = ({ rate_card, active_from, active_to, start_after, extend_by, ...patch }: WirePatch): EditPatch =>
  ({
    ...patch,
    ...(rate_card && { rateCard: cardIn(rate_card) }),
    ...(active_from && { activeFrom: active_from }),
    ...(active_to && { activeTo: active_to }),
    ...(start_after && { startAfter: start_after }),
    ...(extend_by && { extendBy: extend_by }),
  }) as EditPatch;

/** Does the act of a figure. */
export function stepIn(life: Life, step: WireStep): Decision {
  return decide(life, requestIn(step), { now: normalizeInstant(step.at), id: `act-${life.acts.length}` });
}

function requestIn({ action, timing = 'immediate', patches = [] }: WireStep): ActRequest {
  if (action === 'cancel') return { kind: 'cancel', timing };
  if (action === 'unschedule_cancelation' || action === 'continue') return { kind: 'continue' };
  if (action === 'edit') return { kind: 'edit', timing, patches: patches.map(patchIn) };
  throw new Error(`no such act on a subscription: ${action}`);
}

const errors: Record<number, string> = { 400: 'validation', 403: 'forbidden', 404: 'not_found', 409: 'conflict' };

/** The status and the name of an error by which a decision is refused; null when it is not. */
export function refusedBy({ issues }: Pick<Decision, 'issues'>) {
  const status = refusalStatus(issues);
  if (status === null) return null;
  return { status, error: errors[status], code: issues.find(({ severity }) => severity === 'critical')?.code };
}

const until = (instant: Instant): Instant | null => (instant === END_OF_TIME ? null : instant);

/** Phases and items of a timeline, as figures write them: every lane that is or was there, with its versions. */
export function writtenTimeline(timeline: Timeline, life: Life) {
  const lanes = new Map<string, { phase: string; item: string; versions: object[] }>();
  const add = (phase: string, item: string) => {
    const lane = lanes.get(`${phase}/${item}`) ?? { phase, item, versions: [] };
    lanes.set(`${phase}/${item}`, lane);
    return lane;
  };
  for (const { key, rateCards } of life.start.content.phases) for (const card of rateCards) add(key, card.key);
  for (const { phase, rateCard, from, to, itemId } of timeline.items)
    add(phase, itemId.split('/')[1] ?? rateCard.key).versions.push({ active_from: from, active_to: until(to), price: rateCard.price });
  return {
    items: [...lanes.values()],
    phases: timeline.phases.map(({ key, from, to }) => ({ key, active_from: from, active_to: until(to) })),
  };
}

/** The timeline of a life, as figures write it. */
export const writtenLife = (life: Life) => writtenTimeline(timelineOf(life), life);
