import { z } from 'zod';
import { Numeric } from '@/lib/pricing/numeric';
import { PaymentTerm } from '@/lib/pricing/payment-term';

// Results of rating, as answers show them.

/** One step of how a line came about: what went in, what came out, and the sentence for it. */
export const TraceStep = z
  .strictObject({ rule: z.string(), input: Numeric, with: z.record(z.string(), z.string()), output: Numeric, text: z.string() })
  .meta({ id: 'TraceStep' });

const totals = { amount: Numeric, chargesTotal: Numeric, discountsTotal: Numeric, creditsTotal: Numeric, total: Numeric };

/** `total = amount + charges_total − discounts_total − credits_total`; charges are what was added to reach a minimum. */
export const Totals = z.strictObject(totals).meta({ id: 'RatedTotals' });

/** A priced line with its figures at currency precision; quantity and unit price are exact. */
export const DetailedLine = z
  .strictObject({
    key: z.string(),
    name: z.string(),
    category: z.enum(['regular', 'commitment']),
    paymentTerm: PaymentTerm,
    quantity: Numeric,
    unitPrice: Numeric,
    ...totals,
    discounts: z.array(z.strictObject({ reason: z.string(), amount: Numeric })),
    credits: z.array(z.strictObject({ grantId: z.string().optional(), amount: Numeric })),
    trace: z.array(TraceStep).optional(),
  })
  .meta({ id: 'RatedLine' });
export type DetailedLine = z.infer<typeof DetailedLine>;
