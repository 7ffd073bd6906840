import type { Address, CreateCustomerRequest, Customer, UpsertCustomerRequest } from '@/lib/metering/customer';

/** A customer as its form has it: everything typed, nothing missing. */
export interface CustomerValues {
  name: string;
  key: string;
  description: string;
  subjects: string[];
  primaryEmail: string;
  currency: string;
  address: Record<keyof Address, string>;
}

const NO_ADDRESS: CustomerValues['address'] = { country: '', postalCode: '', state: '', city: '', line1: '', line2: '', phoneNumber: '' };

export const NEW_CUSTOMER: CustomerValues = {
  name: '',
  key: '',
  description: '',
  subjects: [],
  primaryEmail: '',
  currency: '',
  address: NO_ADDRESS,
};

export const customerValues = (customer: Customer): CustomerValues => ({
  name: customer.name,
  key: customer.key,
  description: customer.description ?? '',
  subjects: customer.usageAttribution?.subjectKeys ?? [],
  primaryEmail: customer.primaryEmail ?? '',
  currency: customer.currency ?? '',
  address: { ...NO_ADDRESS, ...customer.billingAddress },
});

const trimmed = (text: string) => text.trim() || undefined;

function addressOf(values: CustomerValues['address']): Address | undefined {
  const given = Object.entries(values).flatMap(([field, text]) => (text.trim() ? [[field, text.trim()]] : []));
  return given.length > 0 ? (Object.fromEntries(given) as Address) : undefined;
}

/** Everything of a customer but its key; what was left empty is left out. `labels` are kept as they were. */
export const upsertCustomerRequest = (values: CustomerValues, labels: Customer['labels']): UpsertCustomerRequest => ({
  name: values.name.trim(),
  description: trimmed(values.description),
  labels,
  usageAttribution: values.subjects.length > 0 ? { subjectKeys: values.subjects } : undefined,
  primaryEmail: trimmed(values.primaryEmail),
  currency: trimmed(values.currency)?.toUpperCase(),
  billingAddress: addressOf({ ...values.address, country: values.address.country.toUpperCase() }),
});

export const createCustomerRequest = (values: CustomerValues): CreateCustomerRequest => ({
  key: values.key.trim(),
  ...upsertCustomerRequest(values, undefined),
});

/** The field of the form that a complaint about a request belongs to. */
export function customerField(path: string): string | undefined {
  if (path.startsWith('usageAttribution')) return 'subjects';
  if (path.startsWith('billingAddress')) return path.replace('billingAddress', 'address');
  return undefined;
}
