'use client';

import { BadgeDollarSign, Plus } from 'lucide-react';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useApi } from '@/components/api/client';
import { ListActs } from '@/components/lists/list-acts';
import { useListState } from '@/components/metering/list-state';
import { useMay } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { Money } from '@/components/ui/numbers';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { listLlmOverrides, listLlmPrices } from '@/lib/api/llm-cost';
import type { LLMCostModelPricing, LLMCostPrice } from '@/lib/catalog/llm-price';
import { decimal } from '@/lib/decimal';
import { LlmPriceSheet } from './llm-price-sheet';
import { ALL_LLM_OVERRIDES, ALL_LLM_PRICES } from './money-input';
import { OverrideForm } from './override-form';
import { perMillion } from './per-million';

const SOURCES = ['manual', 'system'] as const;
const SOURCE_OPTIONS = [
  { value: 'manual', label: 'Yours' },
  { value: 'system', label: 'The list' },
] as const;

const params = {
  provider: parseAsArrayOf(parseAsString).withDefault([]),
  source: parseAsStringLiteral(SOURCES),
  model: parseAsString,
};

const figure = (kind: keyof LLMCostModelPricing, header: string, hideBelow?: 'nav' | 'wide'): Column<LLMCostPrice> => ({
  id: kind,
  header,
  width: '6.5rem',
  align: 'right',
  ...(hideBelow && { hideBelow }),
  compare: (a, b) => decimal(a.pricing[kind] ?? '0').cmp(decimal(b.pricing[kind] ?? '0')),
  cell: ({ pricing, currency }) => {
    const price = pricing[kind];
    return <Money value={price === undefined ? null : perMillion(price)} currency={currency} unknown="Not priced apart." />;
  },
});

const COLUMNS: readonly Column<LLMCostPrice>[] = [
  {
    id: 'model',
    header: 'Model',
    compare: (a, b) => a.model.name.localeCompare(b.model.name),
    cell: (price) => (
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate">{price.model.name}</span>
          {price.source === 'manual' && <Badge tone="accent">Yours</Badge>}
        </span>
        <span className="truncate font-mono font-normal text-muted text-sm">{price.model.id}</span>
      </span>
    ),
  },
  {
    id: 'provider',
    header: 'Provider',
    width: '9rem',
    hideBelow: 'nav',
    compare: (a, b) => a.provider.name.localeCompare(b.provider.name),
    cell: (price) => price.provider.name,
  },
  figure('inputPerToken', 'Input'),
  figure('outputPerToken', 'Output'),
  figure('cacheReadPerToken', 'Cache read', 'nav'),
  figure('cacheWritePerToken', 'Cache write', 'wide'),
];

const keyOf = (price: LLMCostPrice) => `${price.provider.id}/${price.model.id}`;
const searched = (price: LLMCostPrice) => `${price.model.name} ${price.model.id} ${price.provider.name} ${price.provider.id}`;

/** What each model costs now: the list, and what the workspace says instead. */
export function LlmPriceList() {
  const mayWrite = useMay('catalog:write');
  const prices = useApi(listLlmPrices, ALL_LLM_PRICES);
  const overrides = useApi(listLlmOverrides, ALL_LLM_OVERRIDES);
  const [{ provider, source, model }, set] = useQueryStates(params);
  const [adding, setAdding] = useState<LLMCostPrice | 'new' | null>(null);
  const all = prices.data?.data;
  const rows = useMemo(
    () => all?.filter((price) => (provider.length === 0 || provider.includes(price.provider.id)) && (!source || price.source === source)),
    [all, provider, source],
  );
  const providers = useMemo(() => [...new Map(all?.map((price) => [price.provider.id, price.provider.name])).entries()], [all]);
  const list = useListState(rows, COLUMNS, searched);
  const shown = all?.find((price) => keyOf(price) === model);
  const filtered = provider.length > 0 || source !== null || list.search !== '';
  const clear = filtered
    ? () => {
        void set({ provider: null, source: null });
        list.onSearch('');
      }
    : undefined;
  const waiting = overrides.data?.data.filter((price) => !all?.some((known) => keyOf(known) === keyOf(price))).length ?? 0;

  return (
    <Page>
      <PageHeader
        title="LLM prices"
        status={prices.data && <span className="num text-muted">{prices.data.meta.page.total}</span>}
        description="What a million tokens of each model costs you now. Features with an LLM cost look here; where your contract differs from the list, say so with an override."
        acts={
          mayWrite && (
            <Button variant="primary" icon={<Plus />} onClick={() => setAdding('new')}>
              Add price
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.search, onChange: list.onSearch, placeholder: 'Search by model or provider' }}
          onClear={clear}
          acts={
            <ListActs
              list="llm_prices"
              query={provider.length > 0 ? { filter: { provider: { oeq: provider.join(',') } } } : {}}
              words={list.search}
            />
          }
        >
          <FilterChip
            label="Provider"
            options={providers.map(([value, label]) => ({ value, label }))}
            values={provider}
            onValuesChange={(values) => void set({ provider: values.length ? [...values] : null })}
          />
          <FilterChip
            label="Source"
            single
            options={SOURCE_OPTIONS}
            values={source ? [source] : []}
            onValuesChange={([chosen]) => void set({ source: chosen ?? null })}
          />
        </FilterBar>
        {waiting > 0 && (
          <p className="text-muted text-sm">
            {waiting === 1 ? 'One override is' : `${waiting} overrides are`} of a model that has no price now: it is not in force.
          </p>
        )}
        <DataTable
          label="LLM prices"
          columns={COLUMNS}
          rows={list.shown}
          rowKey={keyOf}
          rowName={(price) => price.model.name}
          onRowOpen={(price) => void set({ model: keyOf(price) }, { history: 'push' })}
          sort={list.sort}
          onSortChange={list.onSortChange}
          onClearFilters={clear}
          error={prices.error}
          onRetry={() => void prices.refetch()}
          empty={
            <EmptyState title="No prices" icon={<BadgeDollarSign />}>
              The list that ships is empty, and nobody has added a price.
            </EmptyState>
          }
        />
      </div>
      {shown && !adding && (
        <LlmPriceSheet
          price={shown}
          overrides={overrides.data?.data.filter((price) => keyOf(price) === keyOf(shown)) ?? []}
          onClose={() => void set({ model: null })}
          onAdd={mayWrite ? () => setAdding(shown) : undefined}
        />
      )}
      {adding && <OverrideForm of={adding === 'new' ? undefined : adding} onClose={() => setAdding(null)} />}
    </Page>
  );
}
