'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { BadgeDollarSign, Plus } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { useApi } from '@/components/api/client';
import { ListActs } from '@/components/lists/list-acts';
import { ListCount } from '@/components/lists/list-count';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { usePaged } from '@/components/lists/use-paged';
import { useMay } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import { Money } from '@/components/ui/numbers';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { listLlmOverrides, listLlmPrices, searchLlmPrices } from '@/lib/api/catalog/llm-cost';
import type { LLMCostModelPricing, LLMCostPrice } from '@/lib/catalog/llm-price';
import { llmPriceFilters, llmPricePage, pricesOfModel } from './money-input';
import { perMillion } from './per-million';
import { PriceListInForce } from './price-list-in-force';
import { PriceListUpload } from './price-list-upload';

const LlmPriceSheet = lazy(() => import('./llm-price-sheet').then((module) => module.LlmPriceSheet));
const OverrideForm = lazy(() => import('./override-form').then((module) => module.OverrideForm));

const SOURCE_OPTIONS = [
  { value: 'manual', label: 'Yours' },
  { value: 'system', label: 'Price list' },
] as const;

const figure = (kind: keyof LLMCostModelPricing, header: string, hideBelow?: 'nav' | 'wide'): Column<LLMCostPrice> => ({
  id: kind,
  header,
  width: '6.5rem',
  align: 'right',
  ...(hideBelow && { hideBelow }),
  sortable: true,
  cell: ({ pricing, currency }) => {
    const price = pricing[kind];
    return <Money value={price === undefined ? null : perMillion(price)} currency={currency} unknown="No separate price." />;
  },
});

const columnsOf = (notInForce: ReadonlySet<string>): readonly Column<LLMCostPrice>[] => [
  {
    id: 'model',
    header: 'Model',
    sortable: true,
    cell: (price) => (
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span className="line-clamp-2 break-words">{price.model.name}</span>
          {price.source === 'manual' && <Badge tone="accent">Yours</Badge>}
          {notInForce.has(price.id) && <Badge tone="warning">Not in force</Badge>}
        </span>
        <span className="truncate font-mono font-normal text-muted text-sm">{price.model.id}</span>
      </span>
    ),
  },
  {
    id: 'provider',
    header: 'Provider',
    width: '9rem',
    belowName: true,
    sortable: true,
    cell: (price) => price.provider.name,
  },
  figure('inputPerToken', 'Input'),
  figure('outputPerToken', 'Output'),
  figure('cacheReadPerToken', 'Cache read', 'nav'),
  figure('cacheWritePerToken', 'Cache write', 'wide'),
];

const keyOf = (price: LLMCostPrice) => `${price.provider.id}/${price.model.id}`;

/** Lists the current price of each model: the list, and what the workspace says instead. */
export function LlmPriceList() {
  const mayWrite = useMay('catalog:write');
  const list = usePaged(llmPriceFilters);
  const { provider, source } = list.filter;
  const asked = llmPricePage({ ...list.params, provider, source });
  const prices = useApi(searchLlmPrices, asked, { placeholderData: keepPreviousData });
  const [model, setModel] = useQueryState('model', parseAsString.withOptions({ history: 'push' }));
  const [adding, setAdding] = useState<LLMCostPrice | 'new' | null>(null);
  const rows = prices.data?.data;
  const columns = useMemo(() => columnsOf(new Set(prices.data?.notInForce)), [prices.data?.notInForce]);
  const known = pricesOfModel(model ?? '');
  const overrides = useApi(listLlmOverrides, known, { enabled: model !== null });
  const listed = rows?.find((price) => keyOf(price) === model);
  // A link may open a model that is on another page.
  const linked = useApi(listLlmPrices, known, { enabled: model !== null && rows !== undefined && !listed });
  const shown = listed ?? (model === null ? undefined : linked.data?.data[0]);

  return (
    <Page>
      <PageHeader
        title="LLM prices"
        status={prices.data && !list.narrowed && <ListCount total={prices.data.meta.page.total} />}
        description="Your current cost per 1M tokens. If your contract differs from the list, add an override."
        acts={
          mayWrite && (
            <>
              <PriceListUpload />
              <Button variant="primary" icon={<Plus />} onClick={() => setAdding('new')}>
                Add price
              </Button>
            </>
          )
        }
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by model or provider' }}
          onClear={list.onClear}
          acts={<ListActs list="llm_prices" query={asked.query} />}
        >
          <FilterChip
            label="Provider"
            options={prices.data?.providers.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            values={provider}
            onValuesChange={(values) => list.onFilter({ provider: values.length ? [...values] : null })}
          />
          <FilterChip
            label="Source"
            single
            options={SOURCE_OPTIONS}
            values={source ? [source] : []}
            onValuesChange={([chosen]) => list.onFilter({ source: chosen ?? null })}
          />
        </FilterBar>
        <PriceListInForce />
        <DataTable
          label="LLM prices"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          rowName={(price) => price.model.name}
          onRowOpen={(price) => void setModel(keyOf(price))}
          {...pagedTable(list, prices)}
          empty={
            <EmptyState title="No prices" icon={<BadgeDollarSign />}>
              The price list is empty, and no price was added.
            </EmptyState>
          }
        />
        <ListPages noun="prices" list={list} answer={prices} />
      </div>
      {shown && !adding && (
        <LlmPriceSheet
          price={shown}
          overrides={overrides.data?.data ?? []}
          onClose={() => void setModel(null)}
          onAdd={mayWrite ? () => setAdding(shown) : undefined}
        />
      )}
      {adding && <OverrideForm of={adding === 'new' ? undefined : adding} onClose={() => setAdding(null)} />}
    </Page>
  );
}
