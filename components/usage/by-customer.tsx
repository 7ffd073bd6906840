'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { useCustomerNames } from '@/components/lists/customer-names';
import { type DayRange, rangeWords } from '@/components/ui/calendar';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Delta, Quantity } from '@/components/ui/numbers';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import type { Column } from '@/components/ui/table-column';
import { queryMeter } from '@/lib/api/metering/meter-query';
import type { MeterUsage } from '@/lib/api/metering/usage-overview';
import { rangeBefore, usageInput } from './usage-range';
import { changeBetween } from './usage-series';

const SHOWN = 15;

interface Row {
  id: string;
  name: string;
  value: string;
  before: string | null;
  share: number;
}

interface Props {
  meters: readonly MeterUsage[];
  meterId: string;
  onMeterChange: (id: string) => void;
  range: DayRange;
  timeZone: string;
}

/** Lists the largest customers of one meter, and their changes. */
export function ByCustomer({ meters, meterId, onMeterChange, range, timeZone }: Props) {
  const names = useCustomerNames();
  const options = { placeholderData: keepPreviousData } as const;
  const now = useApi(queryMeter, usageInput({ meterId, range, timeZone, by: 'customer_id' }), options);
  const earlier = useApi(queryMeter, usageInput({ meterId, range: rangeBefore(range), timeZone, by: 'customer_id' }), options);
  const rows = useMemo(() => {
    if (!now.data || !earlier.data) return undefined;
    const before = new Map(earlier.data.data.map((row) => [row.dimensions.customer_id ?? '', row.value]));
    const most = Math.max(0, ...now.data.data.map((row) => Number(row.value)));
    return now.data.data
      .map((row): Row => {
        const id = row.dimensions.customer_id ?? '';
        const name = id ? (names(id) ?? id) : 'Unassigned subjects';
        return { id, name, value: row.value, before: before.get(id) ?? null, share: most > 0 ? Number(row.value) / most : 0 };
      })
      .sort((a, b) => b.share - a.share);
  }, [now.data, earlier.data, names]);
  return (
    <Section
      title="By customer"
      description={`Compared with ${rangeWords(rangeBefore(range))}.`}
      acts={
        <Select
          aria-label="Meter"
          value={meterId}
          onValueChange={onMeterChange}
          options={meters.map(({ meter }) => ({ value: meter.id, label: meter.name }))}
          className="w-56"
        />
      }
    >
      <DataTable
        dense
        label="Usage by customer"
        columns={COLUMNS}
        rows={rows?.slice(0, SHOWN)}
        rowKey={(row) => row.id || 'nobody'}
        rowName={(row) => row.name}
        rowHref={(row) => (row.id ? `/customers/${row.id}` : '/customers')}
        stale={now.isPlaceholderData}
        error={now.error ?? earlier.error}
        onRetry={() => void Promise.all([now.refetch(), earlier.refetch()])}
        empty={<EmptyState title="No usage in this range">Choose another meter, or other days.</EmptyState>}
      />
      {rows && rows.length > SHOWN && <p className="text-muted text-sm">and {rows.length - SHOWN} more customers</p>}
    </Section>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', header: 'Customer', cell: (row) => <span className="truncate">{row.name}</span> },
  {
    id: 'share',
    header: 'Compared with the largest',
    width: '30%',
    hideBelow: 'nav',
    cell: (row) => (
      <span aria-hidden="true" className="block h-2 rounded-sm bg-chart-1/60" style={{ width: `${Math.max(1, row.share * 100)}%` }} />
    ),
  },
  { id: 'value', header: 'Usage', width: '10rem', align: 'right', cell: (row) => <Quantity value={row.value} /> },
  {
    id: 'change',
    header: 'Change',
    width: '13rem',
    align: 'right',
    hideBelow: 'nav',
    cell: (row) => {
      if (row.before === null) return <span className="text-muted">New</span>;
      const { difference, percent } = changeBetween(row.value, row.before);
      return <Delta value={difference} percent={percent} moreIs={null} />;
    },
  },
];
