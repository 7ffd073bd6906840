'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { Coins, Plus } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useApi } from '@/components/api/client';
import { ListActs } from '@/components/lists/list-acts';
import { ListCount } from '@/components/lists/list-count';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { useCreating } from '@/components/lists/use-creating';
import { usePaged } from '@/components/lists/use-paged';
import { useMay } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { listCurrencies, searchCurrencies } from '@/lib/api/catalog/currencies';
import type { BillingCurrency } from '@/lib/catalog/currency';
import { rateWords, standingOf } from './cost-basis-words';
import { currencyFilters, currencyOfCode, currencyPage } from './money-input';

const CurrencySheet = lazy(() => import('./currency-sheet').then((module) => module.CurrencySheet));
const CreateCurrency = lazy(() => import('./create-currency').then((module) => module.CreateCurrency));

const KIND_OPTIONS = [
  { value: 'custom', label: 'Your own' },
  { value: 'fiat', label: 'Money' },
] as const;

const sampleOf = ({ precision, decimalMark, thousandSeparator, symbol, code }: BillingCurrency) => {
  const sign = symbol && symbol !== code ? symbol : `${code} `;
  return `${sign}1${thousandSeparator}234${precision > 0 ? decimalMark + '5'.padEnd(precision, '0') : ''}`;
};

const COLUMNS: readonly Column<BillingCurrency>[] = [
  {
    id: 'code',
    header: 'Code',
    width: '7rem',
    sortable: true,
    cell: (currency) => <span className="font-mono text-sm">{currency.code}</span>,
  },
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (currency) => (
      <span className="flex min-w-0 items-center gap-2">
        <span>{currency.name}</span>
        <span className="max-nav:hidden">{currency.type === 'custom' && <Badge tone="accent">Your own</Badge>}</span>
      </span>
    ),
  },
  {
    id: 'worth',
    header: 'Current value',
    width: '26%',
    cell: (currency) => <WorthNow currency={currency} />,
  },
  {
    id: 'digits',
    header: 'Digits',
    width: '6rem',
    align: 'right',
    hideBelow: 'nav',
    sortable: true,
    cell: (currency) => currency.precision,
  },
  { id: 'sample', header: 'Written', width: '11rem', align: 'right', hideBelow: 'wide', cell: (currency) => sampleOf(currency) },
];

function WorthNow({ currency }: { currency: BillingCurrency }) {
  const clock = useClock();
  if (currency.type === 'fiat') return null;
  const now = currency.costBasis?.filter((basis) => standingOf(basis, new Date(clock()).toISOString()) === 'now') ?? [];
  if (now.length === 0) return <Badge tone="warning">No cost basis</Badge>;
  return <span className="num">{now.map(rateWords).join(' · ')}</span>;
}

/** All money, and the currencies of one's own with what they are worth. */
export function CurrencyList() {
  const mayWrite = useMay('catalog:write');
  const list = usePaged(currencyFilters);
  const { kind } = list.filter;
  const asked = currencyPage({ ...list.params, kind });
  const currencies = useApi(searchCurrencies, asked, { placeholderData: keepPreviousData });
  const rows = currencies.data?.data;
  const [shownCode, setShownCode] = useQueryState('currency', parseAsString.withOptions({ history: 'push' }));
  const [creating, setCreating] = useCreating();
  const listed = rows?.find(({ code }) => code === shownCode);
  // A link, or a currency that was just made, may open one that is on another page.
  const linked = useApi(listCurrencies, currencyOfCode(shownCode ?? ''), { enabled: shownCode !== null && rows !== undefined && !listed });
  const shown = listed ?? (shownCode === null ? undefined : linked.data?.data[0]);
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create currency
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Currencies"
        status={currencies.data && !list.narrowed && <ListCount total={currencies.data.meta.page.total} />}
        description="Plans are priced in money or in a custom currency, such as credits. A cost basis sets the value of one unit."
        acts={mayWrite && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by code, name or sign' }}
          onClear={list.onClear}
          acts={<ListActs list="currencies" query={asked.query} />}
        >
          <FilterChip
            label="Kind"
            single
            options={KIND_OPTIONS}
            values={kind ? [kind] : []}
            onValuesChange={([chosen]) => list.onFilter({ kind: chosen ?? null })}
          />
        </FilterBar>
        <DataTable
          label="Currencies"
          dense
          columns={COLUMNS}
          rows={rows}
          rowKey={(currency) => currency.code}
          rowName={(currency) => currency.name}
          onRowOpen={(currency) => void setShownCode(currency.code)}
          {...pagedTable(list, currencies)}
          onClearFilters={kind === 'custom' && !list.params.q ? undefined : list.onClearFilters}
          empty={
            <EmptyState title="No custom currencies yet" icon={<Coins />} action={mayWrite && create}>
              Customers buy and spend credits, points or tokens. Invoices convert them to money.
            </EmptyState>
          }
        />
        <ListPages noun="currencies" list={list} answer={currencies} />
      </div>
      {creating && <CreateCurrency onClose={() => setCreating(false)} onCreated={({ code }) => void setShownCode(code)} />}
      {shown && !creating && <CurrencySheet currency={shown} mayWrite={mayWrite} onClose={() => void setShownCode(null)} />}
    </Page>
  );
}
