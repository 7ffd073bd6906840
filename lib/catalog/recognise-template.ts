import type { RateCard } from './rate-card';
import { type CardFrame, shiftPoint, type Template, type UsageTemplate } from './templates';

/**
 * The template that a card opens as, whoever wrote it: the inverse of `compile`. The most specific one wins, so a flat price paid in
 * advance for a limited amount of use is prepaid credits. Null for a card that is none of them and opens field by field.
 */
export function recognise(rateCard: RateCard): Template | null {
  const { price } = rateCard;
  if (price.type === 'free' || price.type === 'flat') return recogniseFixed(rateCard);
  const minimum = rateCard.commitments?.minimumAmount;
  if (minimum === undefined) return recogniseUsage(rateCard);
  const { minimumAmount: _, ...commitments } = rateCard.commitments ?? {};
  const of = recogniseUsage({ ...rateCard, commitments });
  return of && { type: 'minimum_commitment', minimum, of };
}

/** Fields of a card outside all templates, and those that some templates set. */
function split({ price, unitConfig, discounts, commitments, ...frame }: RateCard) {
  const card: CardFrame = {
    ...frame,
    ...(discounts?.percentage !== undefined && { percentageOff: discounts.percentage }),
    ...(commitments?.maximumAmount !== undefined && { maximumSpend: commitments.maximumAmount }),
  };
  return { card, price, unitConfig, freeUnits: discounts?.usage };
}

function recogniseFixed(rateCard: RateCard): Template | null {
  const { card, price, unitConfig, freeUnits } = split(rateCard);
  if (unitConfig || freeUnits !== undefined || rateCard.commitments?.minimumAmount !== undefined) return null;
  if (price.type === 'free') return { type: 'free', card };
  if (price.type !== 'flat') return null;
  const { entitlement, paymentTerm, ...rest } = card;
  const isSpent = entitlement?.type === 'metered' && !entitlement.isSoftLimit && entitlement.limit !== undefined;
  if (!isSpent || entitlement.limit === undefined || paymentTerm !== 'in_advance') return { type: 'flat_fee', amount: price.amount, card };
  const { limit, usagePeriod } = entitlement;
  return { type: 'prepaid_credits', amount: price.amount, credits: limit, ...(usagePeriod !== undefined && { usagePeriod }), card: rest };
}

function recogniseUsage(rateCard: RateCard): UsageTemplate | null {
  const { card, price, unitConfig, freeUnits } = split(rateCard);
  if (unitConfig?.operation === 'multiply') {
    const isShare = price.type === 'unit' && price.amount === '1' && unitConfig.rounding === 'none' && freeUnits === undefined;
    if (!isShare || unitConfig.displayUnit !== undefined || unitConfig.precision !== 0) return null;
    return { type: 'percentage', percent: shiftPoint(unitConfig.conversionFactor, 2), card };
  }
  const rounding = unitConfig?.rounding ?? 'none';
  if ((rounding !== 'none' && rounding !== 'ceiling') || (unitConfig?.precision ?? 0) !== 0) return null;
  const roundUp = rounding === 'ceiling';
  const per = unitConfig?.conversionFactor ?? '1';
  const unit = unitConfig?.displayUnit === undefined ? {} : { unit: unitConfig.displayUnit };
  const free = freeUnits === undefined ? {} : { freeUnits };
  if (price.type === 'graduated' || price.type === 'volume') {
    return { type: price.type, tiers: price.tiers, per, roundUp, ...unit, ...free, card };
  }
  if (price.type !== 'unit') return null;
  const { amount } = price;
  if (roundUp) return { type: 'package', amount, size: per, ...unit, ...free, card };
  if (unitConfig?.displayUnit !== undefined && per === '1') {
    return { type: 'per_seat', amount, unit: unitConfig.displayUnit, ...(freeUnits !== undefined && { included: freeUnits }), card };
  }
  if (freeUnits !== undefined) return { type: 'included_overage', included: freeUnits, amount, per, ...unit, card };
  return { type: 'per_unit', amount, per, ...unit, card };
}
