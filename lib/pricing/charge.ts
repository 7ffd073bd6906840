import type { z } from 'zod';
import type { Decimal } from '../decimal';
import type { PaymentTerm } from './payment-term';
import type { Tier } from './tier';

/**
 * The part of a service period that is being charged, in priced units. Both quantities count from the start of the service period, so the
 * units of the part are `through − before`; for a whole period `before` is zero.
 */
export interface PeriodPart {
  before: Decimal;
  through: Decimal;
  /** The part starts with the service period. */
  opens: boolean;
  /** The part ends with the service period. */
  closes: boolean;
  /** Everything since the start is charged again and what was booked is taken off afterwards; see lib/rating/cumulative.ts. */
  cumulative: boolean;
}

/** One thing to pay for: so many units at a price each. `ref` tells the charges of one price apart and stays the same over time. */
export interface Charge {
  ref: string;
  /** Description of the charge, to stand after the rate card's name. Empty when the name says it all. */
  label: string;
  quantity: Decimal;
  unitPrice: Decimal;
  /** Source of the quantity, for the trace. */
  source:
    | { kind: 'fixed' }
    | { kind: 'usage' }
    | { kind: 'tier_units'; tier: Tier }
    | { kind: 'tier_fee'; tier: Tier }
    | { kind: 'tier_all'; tier: Tier };
}

/** Formatters of numbers in price descriptions. */
export interface Words {
  /** "$49.00" */
  money(amount: string): string;
  /** "$0.002 per 1k tokens" */
  each(amount: string): string;
  /** A number of priced units as people count them: "1M tokens". */
  units(quantity: string): string;
  /** The same, bare: "1M". */
  count(quantity: string): string;
}

/** All there is to know about a price type. One of these, exported from one file, and a row in registry.ts make a new one. */
export interface PriceModel<Schema extends z.ZodType> {
  schema: Schema;
  /** True when the price depends on metered usage, which is what unit conversion, free units and commitments apply to. */
  usageBased: boolean;
  /** Reads the price's numbers once and gives the function that charges parts of a period. */
  charge(price: z.infer<Schema>, paymentTerm: PaymentTerm): (part: PeriodPart) => Charge[];
  describe(price: z.infer<Schema>, words: Words): string;
}

/** Fixes the types of a price model; gives back what it takes. */
export function priceModel<Schema extends z.ZodType>(model: PriceModel<Schema>): PriceModel<Schema> {
  return model;
}
