import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { CurrencyList } from '@/components/money/currency-list';
import { currencyPage, loadCurrencyList } from '@/components/money/money-input';
import { searchCurrencies } from '@/lib/api/catalog/currencies';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Currencies' };

export default async function CurrenciesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadCurrencyList(searchParams);
  return (
    <Prefetched reads={[read(searchCurrencies, currencyPage(list))]}>
      <CurrencyList />
    </Prefetched>
  );
}
