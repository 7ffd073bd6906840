import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { LlmPriceList } from '@/components/money/llm-price-list';
import { llmPricePage, loadLlmPriceList } from '@/components/money/money-input';
import { searchLlmPrices } from '@/lib/api/catalog/llm-cost';
import { getPriceList } from '@/lib/api/catalog/llm-price-list';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'LLM prices' };

export default async function LlmPricesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadLlmPriceList(searchParams);
  return (
    <Prefetched reads={[read(searchLlmPrices, llmPricePage(list)), read(getPriceList, {})]}>
      <LlmPriceList />
    </Prefetched>
  );
}
