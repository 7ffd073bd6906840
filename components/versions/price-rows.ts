import { tierWords } from '@/components/pricing/tier-words';
import { pricedUnits } from '@/components/pricing/unit-words';
import { displayCurrency } from '@/lib/catalog/currency';
import type { RateCard } from '@/lib/catalog/rate-card';
import { formatQuantity } from '@/lib/money';
import { describePrice } from '@/lib/pricing/describe';
import { isPriceable, priceWords } from './price-words';

/** One line of a price in a table: for which units, and what they cost. */
export interface PriceRow {
  /** "First 100k API requests", "Minimum"; empty where the price holds for everything. */
  range: string;
  /** "$0.40 per started 1k API requests", "$99.00". */
  price: string;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Returns the price of a card as the rows of a table: a row for each tier, then what is free, the limits and the discount.
 * `unit` is what the meter counts, in the plural. Null while a number in it cannot be read.
 */
export function priceRows(card: RateCard, planCurrencyCode: string, unit: string): PriceRow[] | null {
  if (!isPriceable(card)) return null;
  const currency = displayCurrency(planCurrencyCode);
  const { price, discounts, commitments, ...rest } = card;
  const rows: PriceRow[] = [];
  if (price.type === 'graduated' || price.type === 'volume') {
    for (const [row, tier] of price.tiers.entries()) {
      const words = tierWords(
        { type: price.type, tier, row, before: price.tiers[row - 1]?.upToAmount, unitConfig: card.unitConfig, unit },
        currency,
      );
      const [range = '', ...said] = (words ?? '').split(': ');
      rows.push({ range, price: capital(said.join(': ')) });
    }
  } else rows.push({ range: '', price: priceWords({ price, ...rest }, planCurrencyCode, unit) ?? '' });
  if (discounts?.usage)
    rows.push({ range: 'Free units', price: `${formatQuantity(discounts.usage)} ${pricedUnits(card.unitConfig, unit)}` });
  const money = (amount: string) => describePrice({ key: '', name: '', price: { type: 'flat', amount } }, currency).replace(/ once$/, '');
  if (commitments?.minimumAmount) rows.push({ range: 'Minimum', price: money(commitments.minimumAmount) });
  if (commitments?.maximumAmount) rows.push({ range: 'Maximum', price: money(commitments.maximumAmount) });
  if (discounts?.percentage !== undefined) rows.push({ range: 'Discount', price: `${discounts.percentage}%` });
  return rows;
}
