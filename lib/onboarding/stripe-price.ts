import type { DocumentFeature, DocumentMeter, DocumentRateCard } from '@/lib/catalog/document/document';
import { findFiatCurrency } from '@/lib/currency';
import { decimal, divide, text } from '@/lib/decimal';
import type { Price } from '@/lib/pricing/price';
import type { PriceTier } from '@/lib/pricing/tiers';
import type { StripeMeter, StripePrice, StripeTier } from './stripe-objects';

/** A price of Stripe as a rate card, with the feature and meter it needs; or the reason why it cannot be one. */
export type CardResult = { card: DocumentRateCard; feature: DocumentFeature; meter?: DocumentMeter; changed?: string } | { lost: string };

const UNITS = { day: 'D', week: 'W', month: 'M', year: 'Y' } as const;

/** Returns the billing cadence of a recurring price: every 3 months is P3M. */
export const cadenceOf = ({ interval, interval_count }: NonNullable<StripePrice['recurring']>): string =>
  `P${interval_count}${UNITS[interval]}`;

/** Returns an amount in the currency's main unit from Stripe's smallest one: 1999 cents are "19.99". */
export function mainUnit(minor: string, currency: string): string {
  const precision = findFiatCurrency(currency.toUpperCase())?.precision ?? 2;
  return text(divide(decimal(minor), decimal(`1${'0'.repeat(precision)}`)));
}

const amountOf = (exact: string | null | undefined, whole: number | null | undefined): string | null =>
  exact ?? (whole === null || whole === undefined ? null : String(whole));

function tierOf(tier: StripeTier, currency: string): PriceTier {
  const unit = amountOf(tier.unit_amount_decimal, tier.unit_amount);
  const flat = amountOf(tier.flat_amount_decimal, tier.flat_amount);
  return {
    ...(typeof tier.up_to === 'number' && { upToAmount: String(tier.up_to) }),
    ...(unit !== null && { unitPrice: { type: 'unit' as const, amount: mainUnit(unit, currency) } }),
    ...(flat !== null && { flatPrice: { type: 'flat' as const, amount: mainUnit(flat, currency) } }),
  };
}

function priceOf(price: StripePrice, isMetered: boolean): Price | string {
  if (price.tiers_mode) {
    if (!price.tiers?.length) return 'Its tiers are not in the file. Export prices with tiers expanded.';
    return { type: price.tiers_mode, tiers: price.tiers.map((tier) => tierOf(tier, price.currency)) };
  }
  const minor = amountOf(price.unit_amount_decimal, price.unit_amount);
  if (minor === null) return 'It has no amount.';
  const amount = mainUnit(minor, price.currency);
  return /[1-9]/.test(amount) ? { type: isMetered ? 'unit' : 'flat', amount } : { type: 'free' };
}

/** Names of a rate card and of its feature. */
export interface CardNames {
  key: string;
  name: string;
  featureKey: string;
  featureName: string;
}

function meterOf(meter: StripeMeter | undefined, { featureKey, featureName }: CardNames): DocumentMeter {
  if (!meter) {
    const own = { key: featureKey, name: featureName, eventType: featureKey };
    return { ...own, aggregation: 'sum', valueProperty: '$.value', dimensions: {} } as DocumentMeter;
  }
  const aggregation = { sum: 'sum', count: 'count', last: 'latest' } as const;
  const kind = aggregation[meter.default_aggregation.formula];
  return {
    key: featureKey,
    name: meter.display_name,
    eventType: meter.event_name,
    aggregation: kind,
    ...(kind !== 'count' && { valueProperty: `$.${meter.value_settings?.event_payload_key ?? 'value'}` }),
    dimensions: {},
  } as DocumentMeter;
}

/**
 * Turns a recurring price into a rate card. A licensed price is a flat fee whose quantity is the number of seats; a metered one is priced by
 * the usage of its product's feature. Refuses what has no equal here: tiers over seats, and packages of seats.
 */
export function cardOf(price: StripePrice, names: CardNames, meter: StripeMeter | undefined): CardResult {
  const { recurring, transform_quantity: pack } = price;
  if (!recurring) return { lost: 'It is charged once, which Stripe bills with an invoice of its own.' };
  const isMetered = recurring.usage_type === 'metered';
  if (!isMetered && price.tiers_mode) return { lost: 'Tiers over a number of seats are not supported. Sell the seats at one price each.' };
  if (!isMetered && pack) return { lost: 'Packages of seats are not supported. Sell the seats at one price each.' };
  const made = priceOf(price, isMetered);
  if (typeof made === 'string') return { lost: made };
  const card: DocumentRateCard = {
    key: names.key,
    name: names.name,
    feature: names.featureKey,
    billingCadence: cadenceOf(recurring),
    price: made,
    ...(!isMetered && made.type === 'flat' && { paymentTerm: 'in_advance' as const }),
    ...(isMetered && pack && { unitConfig: packs(pack) }),
    ...(!isMetered && { entitlement: { type: 'boolean' as const } }),
  };
  const feature: DocumentFeature = { key: names.featureKey, name: names.featureName };
  if (!isMetered) return { card, feature };
  const own = meterOf(meter, names);
  const changed = meter ? undefined : `Its usage is counted by a new meter: send events of type “${own.eventType}” with a number “value”.`;
  return { card, feature: { ...feature, meter: { key: own.key } }, meter: own, ...(changed && { changed }) };
}

const packs = ({ divide_by, round }: NonNullable<StripePrice['transform_quantity']>) => ({
  operation: 'divide' as const,
  conversionFactor: String(divide_by),
  rounding: round === 'up' ? ('ceiling' as const) : ('floor' as const),
  precision: 0,
});
