import { z } from 'zod';
import { decimal, ONE } from '../decimal';
import { type Charge, priceModel } from './charge';
import { Numeric } from './numeric';

/** The same amount each billing period, or once, whatever the usage. */
export const FlatPrice = z.strictObject({ type: z.literal('flat'), amount: Numeric }).meta({ id: 'BillingPriceFlat' });

export const flat = priceModel({
  schema: FlatPrice,
  usageBased: false,
  // In advance it is due with the first part of a period, in arrears with the last.
  charge: (price, paymentTerm) => {
    const due: Charge[] = [{ ref: 'flat-price', label: '', quantity: ONE, unitPrice: decimal(price.amount), source: { kind: 'fixed' } }];
    return (part) => ((paymentTerm === 'in_advance' ? part.opens : part.closes) ? due : []);
  },
  describe: (price, words) => words.money(price.amount),
});
