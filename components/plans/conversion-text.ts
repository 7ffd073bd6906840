import { convertPrices, PriceConversion } from '@/lib/catalog/convert-prices';
import { displayCurrency } from '@/lib/catalog/currency';
import type { Plan } from '@/lib/catalog/plan';
import { findFiatCurrency } from '@/lib/currency';
import { describePrice } from '@/lib/pricing/describe';

/** A conversion as it is typed. */
export interface ConversionText {
  currency: string;
  factor: string;
  step: string;
  unitDigits: string;
  rounding: PriceConversion['rounding'];
}

/** The minor unit of a currency, such as 0.01; of one of one's own, 1. */
function minorUnit(currency: string): string {
  const precision = findFiatCurrency(currency)?.precision ?? 0;
  return precision === 0 ? '1' : `0.${'0'.repeat(precision - 1)}1`;
}

/** Initial values of the fields: the plan's own currency, which converts nothing. */
export const conversionText = ({ currency }: Pick<Plan, 'currency'>): ConversionText => ({
  currency,
  factor: '',
  step: minorUnit(currency),
  unitDigits: '3',
  rounding: 'nearest',
});

/** Another currency has another factor, and often another smallest coin. */
export const inCurrency = (text: ConversionText, currency: string): ConversionText => ({
  ...text,
  currency,
  factor: '',
  step: minorUnit(currency),
});

/** The conversion that is meant; undefined for none, null while it is not complete. */
export function readConversion(text: ConversionText, from: string): PriceConversion | undefined | null {
  if (text.currency === from) return undefined;
  const read = PriceConversion.safeParse({ ...text, unitDigits: Number.parseInt(text.unitDigits, 10) });
  return read.success ? read.data : null;
}

export interface Sample {
  key: string;
  name: string;
  before: string;
  after: string;
}

const SAMPLES = 3;

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** The first prices of a plan, before and after, to see what a factor and its rounding do. */
export function samples(plan: Plan, conversion: PriceConversion): Sample[] {
  const converted = convertPrices(plan, conversion);
  const found = plan.phases.flatMap((phase, i) =>
    phase.rateCards.flatMap((card, j): Sample[] => {
      const after = converted.phases[i]?.rateCards[j];
      if (card.price.type === 'free' || !after || after.price === card.price) return [];
      const before = describePrice(card, displayCurrency(plan.currency));
      return [
        {
          key: `${phase.key} ${card.key}`,
          name: card.name,
          before,
          after: sentence(describePrice(after, displayCurrency(conversion.currency))),
        },
      ];
    }),
  );
  return found.slice(0, SAMPLES);
}
