import { createLoader, parseAsBoolean, parseAsInteger, parseAsString } from 'nuqs/server';
import type { listCustomers } from '@/lib/api/customers';
import type { CallOf } from '@/lib/api/operation';

export const PAGE_SIZE = 50;

/** Search, page and order of the list, as they stand in the URL. */
export const customerParams = {
  q: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
  sort: parseAsString.withDefault('name'),
  claim: parseAsBoolean.withDefault(false),
};
export const loadCustomerParams = createLoader(customerParams);

export interface CustomerSearch {
  q: string;
  page: number;
  sort: string;
}

type Input = CallOf<typeof listCustomers>;

const COLUMN: Record<string, string> = { name: 'name', key: 'key', email: 'primary_email', created: 'created_at' };

const order = (sort: string) => `${COLUMN[sort.replace(/^-/, '')] ?? 'name'}${sort.startsWith('-') ? ' desc' : ''}`;

/** One page of all customers. */
export const customerPage = ({ page, sort }: CustomerSearch): Input => ({
  query: { page: { size: PAGE_SIZE, number: Math.max(1, page) }, sort: order(sort) },
});

/** A search asks twice, by name and by subject (every customer's key is one of its subjects), and shows both answers as one. */
export const customerSearches = ({ q, sort }: CustomerSearch): [byName: Input, bySubject: Input] => {
  const shared = { page: { size: PAGE_SIZE }, sort: order(sort) };
  return [
    { query: { ...shared, filter: { name: { contains: q.trim() } } } },
    { query: { ...shared, filter: { usageAttributionSubjectKey: { contains: q.trim() } } } },
  ];
};
