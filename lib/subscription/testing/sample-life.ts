import type { RateCard } from '@/lib/catalog/rate-card';
import { END_OF_TIME, type Instant } from '@/lib/time';
import { type Decision, type DecisionFacts, decide } from '../decide';
import type { ActRequest, AddOnCopy, Life, LifeStart, SubscribedContent } from '../life';
import type { Timeline } from '../timeline';

export const day = (date: string): Instant => `${date}T00:00:00Z`;

export const flat = (key: string, amount: string, more: Partial<RateCard> = {}): RateCard => ({
  key,
  name: key,
  billingCadence: 'P1M',
  price: { type: 'flat', amount },
  ...more,
});

export const unit = (key: string, amount: string, more: Partial<RateCard> = {}): RateCard => ({
  key,
  name: key,
  feature: { id: key },
  billingCadence: 'P1M',
  price: { type: 'unit', amount },
  ...more,
});

/** A trial of a month without a fee, and then a fee and usage. */
export const trialAndStandard: SubscribedContent = {
  currency: 'USD',
  billingCadence: 'P1M',
  proRatingEnabled: true,
  phases: [
    { key: 'trial', name: 'Trial', duration: 'P1M', rateCards: [unit('calls', '0')] },
    { key: 'standard', name: 'Standard', rateCards: [flat('fee', '10'), unit('calls', '0.1')] },
  ],
};

export const plan = (version = 1) => ({ id: `pro-${version}`, key: 'pro', version, name: 'Pro' });

export function lifeOf(more: Partial<LifeStart> = {}): Life {
  return {
    start: {
      plan: plan(),
      content: trialAndStandard,
      start: day('2026-01-01'),
      anchor: day('2026-01-01'),
      timeZone: 'UTC',
      settlementMode: 'credit_then_invoice',
      costBasisMode: 'dynamic',
      terms: [],
      seats: [],
      ...more,
    },
    acts: [],
  };
}

export const addOn = (key: string, rateCards: RateCard[], more: Partial<AddOnCopy> = {}): AddOnCopy => ({
  id: `${key}-1`,
  key,
  version: 1,
  name: key,
  instanceType: 'multiple',
  currency: 'USD',
  rateCards,
  fromPhase: 'trial',
  ...more,
});

/** Decides one act after the other, at the dates given; throws when one is refused. */
export function lived(life: Life, ...acts: [date: string, request: ActRequest][]): Life {
  return acts.reduce((so, [date, request]) => {
    const decision = at(so, date, request);
    const refused = decision.issues.find(({ severity }) => severity === 'critical');
    if (refused) throw new Error(`${refused.code}: ${refused.message}`);
    return decision.life;
  }, life);
}

/** Decides one act at a date. */
export function at(life: Life, date: string, request: ActRequest, facts: Partial<DecisionFacts> = {}): Decision {
  return decide(life, request, { now: date.includes('T') ? date : day(date), id: `act-${life.acts.length}`, ...facts });
}

/** Codes of the issues, in order. */
export const codes = ({ issues }: Pick<Decision, 'issues'>): string[] => issues.map(({ code }) => code);

const short = (instant: Instant): string => (instant === END_OF_TIME ? 'open' : instant.replace('T00:00:00Z', ''));

/** Each item as "id source×quantity from..to amount". */
export const written = ({ items }: Pick<Timeline, 'items'>): string[] =>
  items.map(({ itemId, source, quantity, from, to, rateCard: { price } }) => {
    const amount = 'amount' in price ? price.amount : price.type;
    return `${itemId} ${source}×${quantity} ${short(from)}..${short(to)} ${amount}`;
  });
