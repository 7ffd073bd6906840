import { z } from 'zod';
import { decimal, isZero } from '../decimal';
import { priceModel } from './charge';
import { Numeric } from './numeric';

/** One amount for each unit used. */
export const UnitPrice = z.strictObject({ type: z.literal('unit'), amount: Numeric }).meta({ id: 'BillingPriceUnit' });

export const unit = priceModel({
  schema: UnitPrice,
  usageBased: true,
  charge: (price) => {
    const unitPrice = decimal(price.amount);
    return (part) => {
      const quantity = part.through.minus(part.before);
      if (isZero(quantity)) return [];
      return [{ ref: 'unit-price-usage', label: 'usage in period', quantity, unitPrice, source: { kind: 'usage' } }];
    };
  },
  describe: (price, words) => words.each(price.amount),
});
