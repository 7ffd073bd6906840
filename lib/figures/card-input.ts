import { decimal, divide, isZero, text } from '../decimal';
import type { SpendCommitments } from '../pricing/commitments';
import type { PricingTerms } from '../pricing/terms';
import { unitConverter } from '../pricing/unit-config';
import { NotApplicable } from './figure';
import { type PriceInput, termsOf } from './price-input';

/** Price of a rate card in figures of revenue. */
export type CardPriceInput =
  | { type: 'flat' | 'unit'; amount: string }
  | { type: 'graduated' | 'volume'; tiers: { up_to?: string | null; unit?: string | null; flat?: string | null }[] }
  | { type: 'package'; amount: string; package_size: string }
  | { type: 'dynamic'; multiplier: string };

/** Rate card of figures of revenue. */
export interface RateCardInput {
  key?: string;
  price: CardPriceInput;
  included?: string | null;
  discount_percent?: string | number | null;
  minimum?: string | null;
  maximum?: string | null;
}

/** A card that the product prices by another rule on purpose; the reason is for the reader of the figure. */
export class OtherRule extends Error {}

/** Answers by a rule, unless it meets a card that is priced by another rule on purpose. */
export const unlessOtherRule =
  <Input>(answer: (input: Input) => unknown) =>
  (input: Input): unknown => {
    try {
      return answer(input);
    } catch (error) {
      if (error instanceof OtherRule) return new NotApplicable(error.message);
      throw error;
    }
  };

function priceIn(price: CardPriceInput, commitments: SpendCommitments): PriceInput {
  if (price.type === 'package') return { type: 'package', amount: price.amount, quantityPerPackage: price.package_size, commitments };
  if ('tiers' in price) {
    const tiers = price.tiers.map(({ up_to, unit, flat }) => ({ upToAmount: up_to, unitPrice: unit, flatPrice: flat }));
    return { type: 'tiered', mode: price.type, tiers, commitments };
  }
  return { ...price, commitments };
}

/** A figure's rate card as it is priced here. */
export function cardIn({ key = 'card', price, included, discount_percent, minimum, maximum }: RateCardInput): PricingTerms {
  const commitments = { ...(minimum && { minimumAmount: minimum }), ...(maximum && { maximumAmount: maximum }) };
  const percentage = discount_percent ?? undefined;
  const terms = termsOf({
    name: key,
    price: priceIn(price, commitments),
    ...(percentage !== undefined && { discounts: { percentage } }),
  });
  return { ...terms, key, ...(included && { discounts: { ...terms.discounts, usage: freeUnits(included, terms) } }) };
}

/** Free units as they are counted here: after the conversion, in units that are charged. */
function freeUnits(included: string, { unitConfig }: PricingTerms): string {
  if (!unitConfig || isZero(decimal(included))) return included;
  const exactly = divide(decimal(included), decimal(unitConfig.conversionFactor));
  const isWhole = unitConverter(unitConfig)(decimal(included)).eq(exactly);
  if (unitConfig.operation === 'divide' && isWhole) return text(exactly);
  throw new OtherRule('Free units are whole units that are charged: they are taken off after packages are counted.');
}
