'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { lazy } from '@/components/ui/lazy';
import { Money } from '@/components/ui/numbers';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { displayCurrency } from '@/lib/catalog/currency';
import { groupDigits } from '@/lib/money';
import type { PricingTerms } from '@/lib/pricing/terms';
import { averageWords } from './average-words';
import { curveData } from './curve-data';
import { useSettled } from './use-settled';

const PriceCurve = lazy(
  () => import('./price-curve').then((module) => module.default),
  () => <Skeleton className="h-[200px] w-full" />,
);

const DRAW_PAUSE_MS = 250;

type Props = {
  card: PricingTerms;
  /** The same card in the published version, when it is another. */
  before: PricingTerms | null;
  beforeName: string;
  currency: string;
  unit: string;
  marked: { quantity: string; total: string; unitPrice: string | null } | null;
  onPick: (quantity: string) => void;
};

/** The price curve with its controls, and the same as a table. */
export function CurvePanel({ card: typedCard, before, beforeName, currency, unit, marked: typedMark, onPick }: Props) {
  // The drawing waits for a pause in the typing; the figures beside it do not.
  const card = useSettled(typedCard, DRAW_PAUSE_MS);
  const marked = useSettled(typedMark, DRAW_PAUSE_MS);
  const latestPick = useRef(onPick);
  latestPick.current = onPick;
  const pick = useCallback((quantity: string) => latestPick.current(quantity), []);
  const [figure, setFigure] = useState<'total' | 'unitPrice'>('total');
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const money = useMemo(() => displayCurrency(currency), [currency]);
  // A quantity beyond the last tier stretches the curve, so that the point is on it; whole curves are kept while only the point moves.
  const data = useMemo(() => {
    const own = curveData(card, money, scale);
    return marked && Number(marked.quantity) > Number(own.end) ? curveData(card, money, scale, marked.quantity) : own;
  }, [card, money, scale, marked]);
  const ghost = useMemo(() => before && curveData(before, money, scale, data.end).points, [before, money, scale, data.end]);
  const rows = useMemo(() => data.points.filter((_, i) => i % Math.ceil(data.points.length / 12) === 0), [data]);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SegmentedControl
          label="Figure"
          size="sm"
          value={figure}
          onValueChange={setFigure}
          segments={[
            { value: 'total', label: 'Total' },
            { value: 'unitPrice', label: 'Per unit' },
          ]}
        />
        <SegmentedControl
          label="Axis"
          size="sm"
          value={scale}
          onValueChange={setScale}
          segments={[
            { value: 'linear', label: 'Linear' },
            { value: 'log', label: 'Log' },
          ]}
        />
      </div>
      <div className="h-[200px]">
        <PriceCurve
          data={data}
          ghost={ghost}
          ghostName={beforeName}
          figure={figure}
          scale={scale}
          currency={money}
          unit={unit}
          marked={marked}
          onPick={pick}
        />
      </div>
      {before && (
        <p className="flex items-center gap-2 text-muted text-sm">
          <span aria-hidden="true" className="h-0 w-5 border-faint border-t-2 border-dashed" />
          {beforeName}
        </p>
      )}
      <details className="text-sm">
        <summary className="w-fit rounded-sm text-muted hover:text-text">View as table</summary>
        <table className="num mt-2 w-full text-right">
          <thead className="text-muted text-xs">
            <tr>
              <th scope="col" className="font-medium">
                {unit}
              </th>
              <th scope="col" className="font-medium">
                Total
              </th>
              <th scope="col" className="font-medium">
                On average
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((point) => (
              <tr key={point.quantity}>
                <td>{groupDigits(point.quantity.split('.')[0] ?? '')}</td>
                <td>
                  <Money value={point.total} currency={currency} />
                </td>
                <td>{point.unitPrice === null ? '—' : averageWords(point.unitPrice, money, '')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
