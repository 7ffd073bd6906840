import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_TAX_CODES } from '@/components/money/money-input';
import { TaxCodeList } from '@/components/money/tax-code-list';
import { findDefaultTaxCodes, listTaxCodes } from '@/lib/api/tax-codes';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Tax codes' };

export default function TaxCodesPage() {
  return (
    <Prefetched reads={[read(listTaxCodes, ALL_TAX_CODES), read(findDefaultTaxCodes, {})]}>
      <TaxCodeList />
    </Prefetched>
  );
}
