import { type RateCard, withPaymentTerm } from '@/lib/catalog/rate-card';
import type { NegotiatedTerm, SubscribedContent } from './life';

/**
 * Returns the content with negotiated terms on it, and the terms that found no card to stand on. Of two terms for one card and field the
 * later wins.
 */
export function applyTerms(
  content: SubscribedContent,
  terms: readonly NegotiatedTerm[],
): { content: SubscribedContent; unapplied: NegotiatedTerm[] } {
  if (terms.length === 0) return { content, unapplied: [] };
  const applied = new Set<NegotiatedTerm>();
  const phases = content.phases.map((phase) => ({
    ...phase,
    rateCards: phase.rateCards.map((card) =>
      terms.reduce((agreed, term) => {
        if (term.item !== card.key || (term.phase ?? phase.key) !== phase.key) return agreed;
        applied.add(term);
        return withTerm(agreed, term);
      }, card),
    ),
  }));
  return { content: { ...content, phases }, unapplied: terms.filter((term) => !applied.has(term)) };
}

/** Returns the card with one negotiated term on it. */
function withTerm(card: RateCard, { set }: NegotiatedTerm): RateCard {
  const { unitConfig, commitments, discounts, entitlement, price, paymentTerm } = set;
  const agreed: RateCard = { ...card };
  if (price) agreed.price = price;
  if (paymentTerm) agreed.paymentTerm = paymentTerm;
  if (unitConfig) agreed.unitConfig = unitConfig;
  if (commitments) agreed.commitments = commitments;
  if (discounts) agreed.discounts = discounts;
  if (entitlement) agreed.entitlement = entitlement;
  if (unitConfig === null) delete agreed.unitConfig;
  if (commitments === null) delete agreed.commitments;
  if (discounts === null) delete agreed.discounts;
  if (entitlement === null) delete agreed.entitlement;
  return agreed;
}

/** Returns the terms with further ones: a term takes the place of the earlier one for the same card and phase; one that sets nothing ends it. */
export function mergeTerms(terms: readonly NegotiatedTerm[], further: readonly NegotiatedTerm[]): NegotiatedTerm[] {
  const isSamePlace = (a: NegotiatedTerm, b: NegotiatedTerm) => a.item === b.item && a.phase === b.phase;
  const kept = terms.filter((term) => !further.some((other) => isSamePlace(term, other)));
  return [...kept, ...further.filter(({ set }) => Object.keys(set).length > 0)];
}

const TERMS = [
  'price',
  'paymentTerm',
  'unitConfig',
  'commitments',
  'discounts',
  'billingCadence',
  'currency',
  'feature',
  'taxConfig',
  'entitlement',
] as const;

/** Are two cards of one key the same in all that a customer pays and gets, whatever they are called? */
export function isSameTerms(a: RateCard, b: RateCard): boolean {
  if (a === b) return true;
  const [x, y] = [withPaymentTerm(a), withPaymentTerm(b)];
  return TERMS.every((field) => x[field] === y[field] || written(x[field]) === written(y[field]));
}

/** A value as text in which the order of fields does not count. */
const written = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  );
