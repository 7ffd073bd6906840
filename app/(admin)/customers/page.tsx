import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { customerPage, loadCustomerList } from '@/components/customers/customer-input';
import { CustomerList } from '@/components/customers/customer-list';
import { searchCustomers } from '@/lib/api/metering/customers';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Customers' };

export default async function CustomersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <Prefetched reads={[read(searchCustomers, customerPage(await loadCustomerList(searchParams)))]}>
      <CustomerList />
    </Prefetched>
  );
}
