'use client';

import { Coins, Plus } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
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
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { listCurrencies } from '@/lib/api/currencies';
import type { BillingCurrency } from '@/lib/catalog/currency';
import { CreateCurrency } from './create-currency';
import { CurrencySheet } from './currency-sheet';
import { ALL_CURRENCIES } from './money-input';
import { rateWords, standingOf } from './worth';

const KINDS = ['custom', 'fiat'] as const;
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
    compare: (a, b) => a.code.localeCompare(b.code),
    cell: (currency) => <span className="font-mono text-sm">{currency.code}</span>,
  },
  {
    id: 'name',
    header: 'Name',
    compare: (a, b) => a.name.localeCompare(b.name),
    cell: (currency) => (
      <span className="flex min-w-0 items-center gap-2">
        <span>{currency.name}</span>
        <span className="max-nav:hidden">{currency.type === 'custom' && <Badge tone="accent">Your own</Badge>}</span>
      </span>
    ),
  },
  {
    id: 'worth',
    header: 'Worth now',
    width: '26%',
    cell: (currency) => <WorthNow currency={currency} />,
  },
  {
    id: 'digits',
    header: 'Digits',
    width: '6rem',
    align: 'right',
    hideBelow: 'nav',
    compare: (a, b) => a.precision - b.precision,
    cell: (currency) => currency.precision,
  },
  { id: 'sample', header: 'Written', width: '11rem', align: 'right', hideBelow: 'wide', cell: (currency) => sampleOf(currency) },
];

function WorthNow({ currency }: { currency: BillingCurrency }) {
  if (currency.type === 'fiat') return null;
  const now = currency.costBasis?.filter((basis) => standingOf(basis, new Date().toISOString()) === 'now') ?? [];
  if (now.length === 0) return <Badge tone="warning">No cost basis</Badge>;
  return <span className="num">{now.map(rateWords).join(' · ')}</span>;
}

const searched = ({ code, name, symbol }: BillingCurrency) => `${code} ${name} ${symbol ?? ''}`;

/** All money, and the currencies of one's own with what they are worth. */
export function CurrencyList() {
  const mayWrite = useMay('catalog:write');
  const currencies = useApi(listCurrencies, ALL_CURRENCIES);
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(KINDS));
  const [shownCode, setShownCode] = useQueryState('currency', parseAsString.withOptions({ history: 'push' }));
  const [creating, setCreating] = useState(false);
  const rows = useMemo(() => {
    const fitting = currencies.data?.data.filter(({ type }) => kind === null || type === kind);
    // One's own first: the others everybody knows.
    return fitting?.sort((a, b) => Number(a.type === 'fiat') - Number(b.type === 'fiat') || a.code.localeCompare(b.code));
  }, [currencies.data, kind]);
  const list = useListState(rows, COLUMNS, searched);
  const shown = currencies.data?.data.find(({ code }) => code === shownCode);
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create currency
    </Button>
  );
  const filtered = kind !== null || list.search !== '';
  const clear = () => {
    void setKind(null);
    list.onSearch('');
  };

  return (
    <Page>
      <PageHeader
        title="Currencies"
        status={currencies.data && <span className="num text-muted">{currencies.data.meta.page.total}</span>}
        description="Plans are priced in money, or in a currency of your own such as credits. A cost basis says what one unit of it is worth."
        acts={mayWrite && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.search, onChange: list.onSearch, placeholder: 'Search by code, name or sign' }}
          onClear={filtered ? clear : undefined}
          acts={<ListActs list="currencies" query={kind ? { filter: { type: kind } } : {}} words={list.search} />}
        >
          <FilterChip
            label="Kind"
            single
            options={KIND_OPTIONS}
            values={kind ? [kind] : []}
            onValuesChange={([chosen]) => void setKind(chosen ?? null)}
          />
        </FilterBar>
        <DataTable
          label="Currencies"
          dense
          columns={COLUMNS}
          rows={list.shown}
          rowKey={(currency) => currency.code}
          rowName={(currency) => currency.name}
          onRowOpen={(currency) => void setShownCode(currency.code)}
          sort={list.sort}
          onSortChange={list.onSortChange}
          onClearFilters={list.search ? clear : undefined}
          error={currencies.error}
          onRetry={() => void currencies.refetch()}
          empty={
            <EmptyState title="No currency of your own yet" icon={<Coins />} action={mayWrite && create}>
              Credits, points, tokens: something that customers buy and spend, and that you turn into money when you invoice.
            </EmptyState>
          }
        />
      </div>
      {creating && <CreateCurrency onClose={() => setCreating(false)} onCreated={({ code }) => void setShownCode(code)} />}
      {shown && !creating && <CurrencySheet currency={shown} mayWrite={mayWrite} onClose={() => void setShownCode(null)} />}
    </Page>
  );
}
