import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { CurrencyList } from '@/components/money/currency-list';
import { ALL_CURRENCIES } from '@/components/money/money-input';
import { listCurrencies } from '@/lib/api/currencies';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Currencies' };

export default function CurrenciesPage() {
  return (
    <Prefetched reads={[read(listCurrencies, ALL_CURRENCIES)]}>
      <CurrencyList />
    </Prefetched>
  );
}
