import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { customerPage, customerSearches, loadCustomerParams } from '@/components/customers/customer-input';
import { CustomerList } from '@/components/customers/customer-list';
import { listCustomers } from '@/lib/api/customers';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Customers' };

export default async function CustomersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = await loadCustomerParams(searchParams);
  const inputs = search.q.trim() ? customerSearches(search) : [customerPage(search)];
  return (
    <Prefetched reads={inputs.map((input) => read(listCustomers, input))}>
      <CustomerList />
    </Prefetched>
  );
}
