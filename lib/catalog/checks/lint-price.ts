import { displayCurrency } from '@/lib/catalog/currency';
import type { Feature } from '@/lib/catalog/feature';
import type { Finding } from '@/lib/catalog/finding';
import { pricePerToken } from '@/lib/catalog/llm-price';
import type { RateCard } from '@/lib/catalog/rate-card';
import { findFiatCurrency } from '@/lib/currency';
import { type Decimal, decimal, divide, ONE, round, text, ZERO } from '@/lib/decimal';
import { formatMoney, groupDigits, roundMoney } from '@/lib/money';
import { isUsageBased } from '@/lib/pricing/price';
import { type PriceTier, sortTiers } from '@/lib/pricing/tiers';
import { volumeCliffs } from '@/lib/pricing/volume-cliffs';

/** Finds likely mistakes in a card's price. `currency` is the code the card is priced in; paths start at the card. */
export function lintPrice(card: RateCard, currency: string, feature: Pick<Feature, 'unitCost'> | undefined): Finding[] {
  const money = (amount: string) => formatMoney(amount, displayCurrency(currency));
  return [
    ...lintCliffs(card, money),
    ...lintTiers(card, money),
    ...lintCost(card, currency, feature, money),
    ...lintDiscount(card),
    ...lintTerm(card),
    ...lintPrecision(card, currency, money),
  ];
}

type Money = (amount: string) => string;

function lintCliffs(card: RateCard, money: Money): Finding[] {
  if (card.price.type !== 'volume') return [];
  const rateCard: RateCard = { ...card, price: { type: 'graduated', tiers: card.price.tiers } };
  return volumeCliffs(card).map((cliff) => {
    const message = `Using more costs less: ${groupDigits(cliff.upTo)} cost ${money(cliff.costAtEdge)}, and a little more than that costs ${money(cliff.costBeyond)}. Everybody above ${groupDigits(cliff.above)} would do better to use more. Charge each tier for its own units, or smooth the prices.`;
    const fix = { label: 'Charge each tier for its own units', rateCard };
    return { code: 'volume_cliff', path: ['price', 'tiers', cliff.tier - 1], message, attributes: { ...cliff }, fix };
  });
}

const amountOf = (price: { amount: string } | undefined): Decimal => decimal(price?.amount ?? '0');

function lintTiers(card: RateCard, money: Money): Finding[] {
  if (card.price.type !== 'graduated' && card.price.type !== 'volume') return [];
  const { type } = card.price;
  const tiers = sortTiers(card.price.tiers);
  const maximum = decimal(card.commitments?.maximumAmount ?? '0');
  const findings: Finding[] = [];
  let spent = ZERO;
  let above = ZERO;
  for (const [i, tier] of tiers.entries()) {
    const path = ['price', 'tiers', i];
    const before = tiers[i - 1];
    if (type === 'graduated' && maximum.gt(ZERO) && i > 0 && spent.gte(maximum)) {
      const message = `Nobody ever pays the price of tier ${i + 1}: before it, the maximum spend of ${money(text(maximum))} is reached. Raise the maximum, or remove the tier.`;
      findings.push({
        code: 'tier_beyond_maximum',
        path,
        message,
        fix: { label: `Remove tier ${i + 1} and above`, rateCard: withTiers(card, upTo(tiers, i)) },
      });
      break;
    }
    if (before && isSamePrice(before, tier, type)) {
      const message = `Tiers ${i} and ${i + 1} cost the same, so the bound between them changes nothing. Join them, or change one price.`;
      const joined = tiers
        .filter((_, j) => j !== i - 1)
        .map((kept) => (kept === tier && before.flatPrice ? { ...kept, flatPrice: before.flatPrice } : kept));
      findings.push({
        code: 'tier_same_as_before',
        path,
        message,
        fix: { label: 'Join the two tiers', rateCard: withTiers(card, joined) },
      });
    }
    if (
      type === 'graduated' &&
      before?.unitPrice &&
      tier.unitPrice &&
      amountOf(before.unitPrice).gt(ZERO) &&
      amountOf(tier.unitPrice).gt(amountOf(before.unitPrice))
    ) {
      const message = `Tier ${i + 1} is dearer per unit than tier ${i}: those who use more pay more for each. Check that the prices are not swapped.`;
      const rateCard = withTiers(card, noDearerFrom(tiers, i, before.unitPrice));
      findings.push({
        code: 'tier_price_rises',
        path: [...path, 'unitPrice'],
        message,
        fix: { label: `Charge no more than tier ${i}`, rateCard },
      });
    }
    if (tier.upToAmount !== undefined) {
      const bound = decimal(tier.upToAmount);
      spent = spent.plus(amountOf(tier.flatPrice)).plus(amountOf(tier.unitPrice).times(bound.minus(above)));
      above = bound;
    }
  }
  return findings;
}

function withTiers(card: RateCard, tiers: PriceTier[]): RateCard {
  return card.price.type === 'graduated' || card.price.type === 'volume' ? { ...card, price: { ...card.price, tiers } } : card;
}

/** The tiers before one, the last of them made open-ended. */
function upTo(tiers: readonly PriceTier[], end: number): PriceTier[] {
  return tiers
    .slice(0, end)
    .map(({ upToAmount, ...tier }, i) => (i === end - 1 || upToAmount === undefined ? tier : { upToAmount, ...tier }));
}

/** From one tier on nobody pays more per unit than `most`; else the tier after it would be the one that rises. */
function noDearerFrom(tiers: readonly PriceTier[], from: number, most: NonNullable<PriceTier['unitPrice']>): PriceTier[] {
  return tiers.map((tier, i) => (i >= from && amountOf(tier.unitPrice).gt(amountOf(most)) ? { ...tier, unitPrice: most } : tier));
}

function isSamePrice(before: PriceTier, tier: PriceTier, type: 'graduated' | 'volume'): boolean {
  if (!amountOf(before.unitPrice).eq(amountOf(tier.unitPrice))) return false;
  // A graduated tier's flat price is due on entering it, so it makes a difference even when the one before has the same.
  return type === 'graduated' ? amountOf(tier.flatPrice).eq(ZERO) : amountOf(before.flatPrice).eq(amountOf(tier.flatPrice));
}

// The finest a price can be.
const PRICE_DIGITS = 18;

/** The cost of one metered unit in US dollars, where it is known and fixed. */
function costOf(feature: Pick<Feature, 'unitCost'> | undefined): Decimal | null {
  const cost = feature?.unitCost;
  if (cost?.type === 'manual') return decimal(cost.amount);
  if (cost?.type !== 'llm' || !cost.pricing || !cost.tokenType) return null;
  const price = pricePerToken(cost.pricing, cost.tokenType);
  return price === undefined ? null : decimal(price);
}

function lintCost(card: RateCard, currency: string, feature: Pick<Feature, 'unitCost'> | undefined, money: Money): Finding[] {
  const cost = costOf(feature);
  if (!cost || currency !== 'USD') return [];
  const factor = card.unitConfig ? decimal(card.unitConfig.conversionFactor) : ONE;
  const perMetered = (price: Decimal) => (card.unitConfig?.operation === 'multiply' ? price.times(factor) : divide(price, factor));
  // In the units that are billed, and rounded up where it does not end: rounded down it would still be below cost.
  const enough =
    card.unitConfig?.operation === 'multiply'
      ? divide(cost, factor, PRICE_DIGITS, 'ceiling')
      : round(cost.times(factor), PRICE_DIGITS, 'ceiling');
  const below = (amount: Decimal, path: Finding['path'], what: string, charging?: (amount: string) => RateCard): Finding[] => {
    const each = perMetered(amount);
    if (each.gte(cost)) return [];
    const message = `${what} sells a unit for ${money(text(each))}, and it costs ${money(text(cost))} to provide. Raise the price, or check the unit cost.`;
    const fix = charging && { label: `Raise it to the cost, ${money(text(enough))}`, rateCard: charging(text(enough)) };
    return [{ code: 'price_below_cost', path, message, attributes: { price: text(each), cost: text(cost) }, ...(fix && { fix }) }];
  };
  if (card.price.type === 'unit') {
    const charging = (amount: string): RateCard => ({ ...card, price: { type: 'unit', amount } });
    return below(decimal(card.price.amount), ['price', 'amount'], 'This price', charging);
  }
  if (card.price.type !== 'graduated' && card.price.type !== 'volume') return [];
  return sortTiers(card.price.tiers).flatMap((tier, i, all) => {
    // Free tiers at the start are included use, which is meant.
    const isIncluded = i < all.length - 1 && amountOf(tier.unitPrice).eq(ZERO);
    if (isIncluded) return [];
    const charging = (amount: string) => withTiers(card, all.with(i, { ...tier, unitPrice: { type: 'unit', amount } }));
    // A tier of a flat price alone may earn its cost by that: what to charge there is for people to say.
    return below(amountOf(tier.unitPrice), ['price', 'tiers', i, 'unitPrice'], `Tier ${i + 1}`, tier.unitPrice && charging);
  });
}

function lintDiscount(card: RateCard): Finding[] {
  if (card.discounts?.percentage !== 100) return [];
  const message = 'A discount of 100% makes this free. If that is meant, make the card free, so that it says so.';
  const { discounts: _, commitments: __, unitConfig: ___, ...rest } = card;
  const fix = { label: 'Make it free', rateCard: { ...rest, price: { type: 'free' as const } } };
  return [{ code: 'discount_of_everything', path: ['discounts', 'percentage'], message, fix }];
}

function lintTerm(card: RateCard): Finding[] {
  if (card.paymentTerm !== 'in_advance' || !isUsageBased(card.price)) return [];
  const message = 'Usage is known only when its period has ended, so this is billed in arrears whatever the card says.';
  const fix = { label: 'Say in arrears', rateCard: { ...card, paymentTerm: 'in_arrears' as const } };
  return [{ code: 'usage_in_advance', path: ['paymentTerm'], message, fix }];
}

function lintPrecision(card: RateCard, currency: string, money: Money): Finding[] {
  const fiat = findFiatCurrency(currency);
  if (card.price.type !== 'flat' || !fiat) return [];
  const amount = decimal(card.price.amount);
  const billed = roundMoney(amount, fiat);
  if (billed.eq(amount)) return [];
  const message = `${money(card.price.amount)} is finer than ${currency} allows and is billed as ${money(text(billed))}.`;
  const rateCard: RateCard = { ...card, price: { type: 'flat', amount: text(billed) } };
  return [
    { code: 'price_finer_than_currency', path: ['price', 'amount'], message, fix: { label: `Charge ${money(text(billed))}`, rateCard } },
  ];
}
