'use client';

import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { KeyText } from '@/components/ui/copy';
import { Sheet } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Day } from '@/components/ui/time';
import { listCostBases } from '@/lib/api/catalog/currencies';
import type { CostBasis } from '@/lib/catalog/cost-basis';
import type { BillingCurrency, CustomCurrency } from '@/lib/catalog/currency';
import { AddCostBasis } from './add-cost-basis';
import { rateWords, standingOf } from './cost-basis-words';

/** Shows a currency; one of one's own with all it was, is and will be worth. */
export function CurrencySheet({ currency, mayWrite, onClose }: { currency: BillingCurrency; mayWrite: boolean; onClose: () => void }) {
  const [adding, setAdding] = useState(false);
  if (adding && currency.type === 'custom') return <AddCostBasis currency={currency} onClose={() => setAdding(false)} />;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={currency.name}
      description={currency.type === 'custom' ? 'Custom currency' : 'Money of ISO 4217'}
    >
      <dl className="flex flex-col gap-4">
        <Item label="Code">
          <KeyText value={currency.code} />
        </Item>
        <Item label="Digits after the point">
          <span className="num">{currency.precision}</span>
        </Item>
        {currency.symbol && <Item label="Sign">{currency.symbol}</Item>}
        {currency.type === 'custom' && (
          <>
            <Item
              label={`Value of 1 ${currency.code}`}
              act={
                mayWrite && (
                  <Button size="sm" icon={<Plus />} onClick={() => setAdding(true)}>
                    Add cost basis
                  </Button>
                )
              }
            >
              <History currency={currency} />
            </Item>
            <Item label="Created">
              <Day at={currency.createdAt} />
            </Item>
            <Item label="Id">
              <KeyText value={currency.id} />
            </Item>
          </>
        )}
      </dl>
    </Sheet>
  );
}

const Item = ({ label, act, children }: { label: string; act?: ReactNode; children: ReactNode }) => (
  <div className="flex flex-col gap-1">
    <dt className="flex min-h-6 items-center justify-between gap-2 text-muted text-sm">
      {label}
      {act}
    </dt>
    <dd>{children}</dd>
  </div>
);

const STANDING = {
  now: <Badge tone="positive">Now</Badge>,
  future: <Badge tone="accent">Upcoming</Badge>,
  past: <Badge>Past</Badge>,
};

function History({ currency }: { currency: CustomCurrency }) {
  const { timeZone } = useViewer().workspace;
  const clock = useClock();
  const bases = useApi(listCostBases, { params: { currencyId: currency.id }, query: { page: { size: 1000 } } });
  if (bases.error) return <ErrorState compact error={bases.error} onRetry={() => void bases.refetch()} />;
  if (!bases.data) return <Skeleton className="w-48" />;
  if (bases.data.data.length === 0) {
    return <p className="text-pretty text-muted">Nothing yet. Plans in {currency.code} cannot be published until it has a cost basis.</p>;
  }
  const now = new Date(clock()).toISOString();
  const row = (basis: CostBasis) => (
    <tr key={basis.id}>
      <td className="num border-border border-b py-1.5 pr-3 font-medium">{rateWords(basis)}</td>
      <td className="border-border border-b py-1.5 pr-3 text-muted">
        from <Day at={basis.effectiveFrom ?? basis.createdAt} timeZone={timeZone} />
        {basis.effectiveTo && (
          <>
            {' '}
            until <Day at={basis.effectiveTo} timeZone={timeZone} />
          </>
        )}
      </td>
      <td className="border-border border-b py-1.5 text-right">{STANDING[standingOf(basis, now)]}</td>
    </tr>
  );
  return (
    <table aria-label={`Value of ${currency.code}`} className="w-full border-separate border-spacing-0">
      <tbody>{bases.data.data.map(row)}</tbody>
    </table>
  );
}
