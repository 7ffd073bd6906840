import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { CreateAddOnRequest } from '@/lib/catalog/add-on';
import { CreatePlanRequest } from '@/lib/catalog/plan';
import { DateTime, ResourceKey, Ulid } from '@/lib/fields';
import { NonNegativeNumeric, Numeric } from '@/lib/pricing/numeric';
import { DetailedLine, Totals } from './rated-lines';

const tag = 'Previews';

/** A stored version, a key (its newest version unless told), or content that is not stored at all. */
const PlanChoice = z
  .union([
    z.strictObject({ id: Ulid }),
    z.strictObject({ key: ResourceKey, version: z.int().min(1).optional() }),
    z.strictObject({ definition: CreatePlanRequest }),
  ])
  .meta({ id: 'PreviewPlanChoice' });
export type PlanChoice = z.infer<typeof PlanChoice>;

const CustomerChoice = z
  .union([z.strictObject({ id: Ulid }), z.strictObject({ key: z.string().min(1).max(256) })])
  .meta({ id: 'PreviewCustomerChoice' });

const purchase = {
  quantity: z.int().min(1).max(10_000),
  from: DateTime.optional().meta({ description: 'When it was bought; when the customer came unless told.' }),
  to: DateTime.optional().meta({ description: 'When it was given up; never unless told.' }),
  fromPhase: ResourceKey.optional().meta({
    description: 'From which phase on; unless told, the one from which the plan offers it, or else the first.',
  }),
};

/** An add-on that the customer has: a stored version, a key (its newest version unless told), or content that is not stored at all. */
const AddOnPurchase = z
  .union([
    z.strictObject({ id: Ulid, ...purchase }),
    z.strictObject({ key: ResourceKey, version: z.int().min(1).optional(), ...purchase }),
    z.strictObject({ definition: CreateAddOnRequest, ...purchase }),
  ])
  .meta({ id: 'PreviewAddonPurchase' });
export type AddOnPurchase = z.infer<typeof AddOnPurchase>;

export const InvoicePreviewRequest = z
  .strictObject({
    customer: CustomerChoice,
    plan: PlanChoice,
    from: DateTime,
    to: DateTime,
    anchor: DateTime.optional().meta({
      description: 'Where billing periods are counted from. Unless told, `start` when that is before `from`, or else `from`.',
    }),
    startingPhase: ResourceKey.optional().meta({ description: 'The phase the customer is in at the start; the first unless told.' }),
    start: DateTime.optional().meta({
      description:
        'When the customer came to the plan; fees of what they were not there for are prorated. Unless told, `anchor` when `from` is the start of a billing period counted from it, or else `from`.',
    }),
    end: DateTime.optional().meta({
      description: 'When the customer leaves the plan; never unless told. `to` is the end of what is asked for, not of the customer.',
    }),
    addOns: z
      .array(AddOnPurchase)
      .max(50)
      .optional()
      .meta({ description: 'Add-ons the customer has, in what quantity, and from which phase on.' }),
    credits: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(256),
          amount: NonNegativeNumeric,
          priority: z.int().min(1).max(1000).default(10),
          expiresAt: DateTime.optional(),
          features: z.array(ResourceKey).max(100).optional(),
        }),
      )
      .max(100)
      .optional()
      .meta({
        description:
          'Credits on hand at the start; used by priority, then limited to features before unlimited, then expiry, then in the order given.',
      }),
    asOf: DateTime.optional().meta({
      description: 'Count the usage that was stored by this instant; asked again, the answer is the same.',
    }),
    compareWith: PlanChoice.optional(),
  })
  .meta({ id: 'InvoicePreviewRequest' });
export type InvoicePreviewRequest = z.infer<typeof InvoicePreviewRequest>;

const Span = z.strictObject({ from: DateTime, to: DateTime }).meta({ id: 'PreviewPeriod' });

const PreviewLine = z
  .strictObject({
    ...DetailedLine.shape,
    phaseKey: z.string(),
    rateCardKey: z.string(),
    rateCardName: z.string(),
    featureId: z.string().optional(),
    servicePeriod: Span,
    fullServicePeriod: Span,
    invoiceAt: DateTime,
  })
  .meta({ id: 'PreviewLine' });
export type PreviewLine = z.infer<typeof PreviewLine>;

/** Usage metered for a rate card, and the question that was asked for it. */
const PreviewUsage = z
  .strictObject({
    rateCardKey: z.string(),
    featureId: z.string(),
    featureKey: z.string(),
    meterId: z.string(),
    meterKey: z.string(),
    period: Span,
    quantity: Numeric,
  })
  .meta({ id: 'PreviewUsage' });

const PreviewInvoice = z
  .strictObject({ phaseKey: z.string(), period: Span, usage: z.array(PreviewUsage), lines: z.array(PreviewLine), totals: Totals })
  .meta({ id: 'PreviewInvoice' });
export type PreviewInvoice = z.infer<typeof PreviewInvoice>;

const PreviewedPlan = z
  .strictObject({
    plan: z.strictObject({
      id: Ulid.optional(),
      key: z.string(),
      version: z.int().optional(),
      name: z.string(),
      status: z.string().optional(),
      currency: z.string(),
    }),
    periods: z.array(PreviewInvoice),
    totals: Totals,
    creditsLeft: z
      .array(z.strictObject({ name: z.string(), amount: Numeric, expired: z.boolean() }))
      .optional()
      .meta({ description: 'At the end; expired ones pay for nothing any more.' }),
  })
  .meta({ id: 'PreviewedPlan' });
export type PreviewedPlan = z.infer<typeof PreviewedPlan>;

const difference = {
  name: z.string(),
  total: Numeric.optional(),
  comparedTotal: Numeric.optional(),
  difference: Numeric,
  percent: Numeric.nullable().meta({ description: 'Of the compared total; null when that is zero or there is none.' }),
};

const LineDifference = z
  .strictObject({
    rateCardKey: z.string(),
    comparedRateCardKey: z.string().optional().meta({ description: 'The key of the card it is compared with, when it is another.' }),
    ...difference,
    parts: z
      .array(z.strictObject(difference).meta({ id: 'PreviewPartDifference' }))
      .meta({ description: 'The lines of the card, tiers among them, over all periods; they add up to it.' }),
    causes: z
      .array(z.string())
      .meta({ description: 'What differs in the price of this card, in words; empty when only the quantity or the phase differs.' }),
  })
  .meta({ id: 'PreviewLineDifference', description: 'One rate card on both plans: of the same key, else feature, else name.' });

/** Difference in cost, positive or negative, from the one it is compared with. */
const Difference = z
  .strictObject({ total: Numeric, percent: Numeric.nullable(), lines: z.array(LineDifference) })
  .meta({ id: 'PreviewDifference' });

export const InvoicePreview = z
  .strictObject({
    customer: z.strictObject({ id: Ulid, key: z.string(), name: z.string() }),
    timeZone: z.string(),
    asOf: DateTime,
    ...PreviewedPlan.shape,
    comparison: z.strictObject({ ...PreviewedPlan.shape, difference: Difference }).optional(),
  })
  .meta({ id: 'InvoicePreview' });
export type InvoicePreview = z.infer<typeof InvoicePreview>;

export const createInvoicePreview = operation({
  id: 'create-invoice-preview',
  method: 'post',
  path: `${V1}/invoice-previews`,
  tag,
  summary: 'The invoices a plan, published or not, would have produced on a customer’s real usage',
  permission: 'previews:run',
  body: InvoicePreviewRequest,
  result: InvoicePreview,
  refusals: [404, 422],
});
