import { z } from 'zod';
import { CatalogDocument } from '@/lib/catalog/document/document';
import { DateTime, ResourceKey } from '@/lib/fields';
import { NegotiatedTerm } from '@/lib/subscription/life';

/** A customer of another system, with what is known of them there. */
export const CarriedCustomer = z.strictObject({
  key: z.string().min(1).max(256),
  name: z.string().min(1).max(256),
  primaryEmail: z.string().optional(),
  currency: z.string().optional(),
  billingAddress: z
    .strictObject({
      ...{ line1: z.string().optional(), line2: z.string().optional(), city: z.string().optional() },
      ...{ state: z.string().optional(), postalCode: z.string().optional(), country: z.string().optional() },
    })
    .optional(),
});
export type CarriedCustomer = z.infer<typeof CarriedCustomer>;

/** A subscription of another system, as it goes on here. */
export const CarriedSubscription = z.strictObject({
  /** Its id there, kept as a label, by which it is found again when the same file is brought twice. */
  reference: z.string().min(1).max(256),
  /** Key of the customer. */
  customer: z.string(),
  /** Key of the plan. */
  plan: ResourceKey,
  /** When billing begins here: the other system has billed until then. */
  start: DateTime,
  anchor: DateTime,
  /** An end that is known already. */
  end: DateTime.optional(),
  seats: z.array(z.strictObject({ item: ResourceKey, quantity: z.int().min(0) })),
  negotiated: z.array(NegotiatedTerm),
});
export type CarriedSubscription = z.infer<typeof CarriedSubscription>;

/** Something that goes on differently here, or not at all. */
export const CarryNote = z.strictObject({
  /** Line of the file it is about, where it is about one. */
  line: z.int().optional(),
  /** Noun and id of the thing there: "price price_123". */
  subject: z.string(),
  effect: z.enum(['lost', 'changed']),
  message: z.string(),
});
export type CarryNote = z.infer<typeof CarryNote>;

/** A company's customers, catalog and subscriptions from another system, and what could not be carried. */
export const CarriedCompany = z.strictObject({
  catalog: CatalogDocument,
  customers: z.array(CarriedCustomer),
  subscriptions: z.array(CarriedSubscription),
  notes: z.array(CarryNote),
});
export type CarriedCompany = z.infer<typeof CarriedCompany>;
