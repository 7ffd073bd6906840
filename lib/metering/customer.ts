import { z } from 'zod';
import { CurrencyCode } from '@/lib/currency-code';
import { described, ExternalResourceKey, stored, Ulid } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { critical, type Issue } from '@/lib/problem';

export const CountryCode = z
  .string()
  .min(2)
  .max(2)
  .regex(/^[A-Z]{2}$/)
  .meta({ id: 'CountryCode' });

export const Address = z
  .strictObject({
    country: CountryCode.optional(),
    postalCode: z.string().optional(),
    state: z.string().optional(),
    city: z.string().optional(),
    line1: z.string().optional(),
    line2: z.string().optional(),
    phoneNumber: z.string().optional(),
  })
  .meta({ id: 'Address' });
export type Address = z.infer<typeof Address>;

/** As events carry it, to the character: what is changed here would not be found there. */
export const UsageAttributionSubjectKey = z.string().min(1).meta({ id: 'UsageAttributionSubjectKey' });

/** Subjects of one customer, besides its key. */
export const SUBJECT_KEYS_MAX = 1_000;

/** Which event subjects, besides the customer's own key, are this customer's usage. */
export const BillingCustomerUsageAttribution = z
  .strictObject({ subjectKeys: z.array(UsageAttributionSubjectKey).min(0).max(SUBJECT_KEYS_MAX) })
  .meta({ id: 'BillingCustomerUsageAttribution' });

const billing = {
  usageAttribution: BillingCustomerUsageAttribution.optional(),
  primaryEmail: z.string().optional(),
  currency: CurrencyCode.optional(),
  billingAddress: Address.optional(),
};

/** The shape that a person may write; stored customers may be older than a rule. */
const written = { ...described, ...billing, primaryEmail: z.email().max(254).optional() };

export const Customer = z.strictObject({ ...stored, ...described, key: ExternalResourceKey, ...billing }).meta({ id: 'BillingCustomer' });
export type Customer = z.infer<typeof Customer>;

export const CreateCustomerRequest = z.strictObject({ ...written, key: ExternalResourceKey }).meta({ id: 'CreateCustomerRequest' });
export type CreateCustomerRequest = z.infer<typeof CreateCustomerRequest>;

export const UpsertCustomerRequest = z.strictObject(written).meta({ id: 'UpsertCustomerRequest' });
export type UpsertCustomerRequest = z.infer<typeof UpsertCustomerRequest>;

export const CustomerPagePaginatedResponse = pageOf(Customer, 'CustomerPagePaginatedResponse');

export const CustomerReference = z.strictObject({ id: Ulid }).meta({ id: 'CustomerReference' });

/** Every subject under which a customer's events arrive: the key first, then the subject keys, each once. */
export function subjectsOf(customer: Pick<Customer, 'key' | 'usageAttribution'>): string[] {
  return [...new Set([customer.key, ...(customer.usageAttribution?.subjectKeys ?? [])])];
}

/**
 * Returns the issues of a customer among the others of the workspace. A subject may lead to one customer only, or its usage would be
 * billed twice; a customer's own key wins over another's subject key, so claiming one is refused as well.
 */
export function customerIssues(
  customer: Pick<CreateCustomerRequest, 'key' | 'usageAttribution'>,
  others: readonly Pick<Customer, 'key' | 'usageAttribution'>[],
): Issue[] {
  const issues: Issue[] = [];
  const add = (path: Issue['path'], code: string, message: string) => issues.push(critical(path, code, message));

  const ownerOf = new Map<string, string>();
  for (const other of others) for (const subject of subjectsOf(other)) ownerOf.set(subject, other.key);

  const takenBy = ownerOf.get(customer.key);
  if (takenBy === customer.key) {
    add(['key'], 'customer_key_taken', `There already is a customer with the key "${customer.key}". Choose another key.`);
  } else if (takenBy !== undefined) {
    add(['key'], 'customer_key_is_subject', `"${customer.key}" is a subject of the customer "${takenBy}". Remove it there first.`);
  }
  const seen = new Set<string>();
  for (const [i, subject] of (customer.usageAttribution?.subjectKeys ?? []).entries()) {
    const path = ['usageAttribution', 'subjectKeys', i];
    const owner = ownerOf.get(subject);
    if (seen.has(subject)) add(path, 'customer_subject_duplicated', `The subject "${subject}" is listed twice. Remove one.`);
    if (owner !== undefined) {
      add(path, 'customer_subject_taken', `Usage of "${subject}" already belongs to the customer "${owner}". Remove it there first.`);
    }
    seen.add(subject);
  }
  return issues;
}
