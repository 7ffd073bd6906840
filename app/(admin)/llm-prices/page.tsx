import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { LlmPriceList } from '@/components/money/llm-price-list';
import { ALL_LLM_OVERRIDES, ALL_LLM_PRICES } from '@/components/money/money-input';
import { listLlmOverrides, listLlmPrices } from '@/lib/api/llm-cost';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'LLM prices' };

export default function LlmPricesPage() {
  return (
    <Prefetched reads={[read(listLlmPrices, ALL_LLM_PRICES), read(listLlmOverrides, ALL_LLM_OVERRIDES)]}>
      <LlmPriceList />
    </Prefetched>
  );
}
