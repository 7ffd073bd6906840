import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { loadPaged } from '@/components/lists/paged-input';
import { taxCodePage } from '@/components/money/money-input';
import { TaxCodeList } from '@/components/money/tax-code-list';
import { findDefaultTaxCodes, searchTaxCodes } from '@/lib/api/catalog/tax-codes';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Tax codes' };

export default async function TaxCodesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadPaged(searchParams);
  return (
    <Prefetched reads={[read(searchTaxCodes, taxCodePage(list)), read(findDefaultTaxCodes, {})]}>
      <TaxCodeList />
    </Prefetched>
  );
}
