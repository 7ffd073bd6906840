import { displayCurrency } from '@/lib/catalog/currency';
import { describePrice } from '@/lib/pricing/describe';
import { Numeric } from '@/lib/pricing/numeric';
import type { UnitConfig } from '@/lib/pricing/unit-config';

/** Returns the quantity that a price is per: "request", "1k tokens", "started 1k tokens", "GB". `unit` is what the meter counts, in the plural. */
export function perWords(unitConfig: UnitConfig | undefined, unit: string): string {
  const config =
    unitConfig && Numeric.safeParse(unitConfig.conversionFactor).success && /[1-9]/.test(unitConfig.conversionFactor)
      ? unitConfig
      : undefined;
  const card = { key: '', name: '', price: { type: 'unit' as const, amount: '1' }, ...(config && { unitConfig: config }) };
  return describePrice(card, displayCurrency('USD'), unit).split(' per ').slice(1).join(' per ');
}

/** Returns the unit of a quantity after conversion, in the plural: "GB", "1k tokens", or the metered unit itself. */
export function pricedUnits(unitConfig: UnitConfig | undefined, unit: string): string {
  if (!unitConfig) return unit;
  if (unitConfig.displayUnit) return unitConfig.displayUnit;
  return unitConfig.operation === 'divide' ? `× ${perWords({ ...unitConfig, rounding: 'none' }, unit)}` : 'converted units';
}
