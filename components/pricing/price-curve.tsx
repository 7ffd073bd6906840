'use client';

import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Currency } from '@/lib/currency';
import { formatMoney, formatQuantity } from '@/lib/money';
import type { CurvePoint } from '@/lib/rating/price-at';
import { averageWords } from './average-words';
import type { CurveData } from './curve-data';

export type CurveProps = {
  data: CurveData;
  /** The same card in the published version. */
  ghost: readonly CurvePoint[] | null;
  ghostName: string;
  figure: 'total' | 'unitPrice';
  scale: 'linear' | 'log';
  currency: Currency;
  unit: string;
  /** The quantity that is priced beside it. */
  marked: { quantity: string; total: string; unitPrice: string | null } | null;
  onPick: (quantity: string) => void;
};

interface Drawn {
  x: number;
  now?: number | null;
  before?: number | null;
}

// Floats from here on: a pixel is as exact as a drawing gets. Every figure in words comes from the decimal strings.
const y = (point: Pick<CurvePoint, 'total' | 'unitPrice'>, figure: CurveProps['figure']): number | null =>
  figure === 'total' ? Number(point.total) : point.unitPrice === null ? null : Number(point.unitPrice);

/** More edges than this would be a hatching. */
const EDGES_MAX = 16;

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** Draws the cost of a card over quantity: total or per unit, tier edges marked, the published version as a ghost. */
export default memo(function PriceCurve({ data, ghost, ghostName, figure, scale, currency, unit, marked, onPick }: CurveProps) {
  const rows = new Map<number, Drawn>();
  for (const point of data.points) rows.set(Number(point.quantity), { x: Number(point.quantity), now: y(point, figure) });
  for (const point of ghost ?? []) {
    const x = Number(point.quantity);
    rows.set(x, { ...(rows.get(x) ?? { x }), before: y(point, figure) });
  }
  const drawn = [...rows.values()].sort((a, b) => a.x - b.x);
  const end = Number(data.end);
  const start = scale === 'log' ? Math.max(1, drawn[0]?.x ?? 1) : 0;
  const markedX = marked ? Number(marked.quantity) : null;
  const symbol = formatMoney('0', { ...currency, precision: 0 }).replace('0', '');
  return (
    <ResponsiveContainer width="100%" height={200}>
      <LineChart
        data={drawn}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        onClick={({ activeLabel }) => activeLabel !== undefined && onPick(String(Math.round(Number(activeLabel))))}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="x"
          type="number"
          scale={scale}
          domain={[start, end]}
          allowDataOverflow
          tickFormatter={(value: number) => compact.format(value)}
          tick={{ fill: 'var(--muted)', fontSize: 11 }}
          stroke="var(--border-strong)"
          tickLine={false}
          minTickGap={24}
        />
        <YAxis
          width={52}
          tickFormatter={(value: number) =>
            `${symbol}${Math.abs(value) < 1 && value !== 0 ? Number(value.toPrecision(2)) : compact.format(value)}`
          }
          tick={{ fill: 'var(--muted)', fontSize: 11 }}
          axisLine={false}
          tickLine={false}
        />
        {data.edges.length <= EDGES_MAX &&
          data.edges.map((edge) => (
            <ReferenceLine key={edge.tier} x={Number(edge.quantity)} stroke="var(--border-strong)" strokeDasharray="2 3" />
          ))}
        <Tooltip
          cursor={{ stroke: 'var(--border-strong)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const row = payload?.[0]?.payload as Drawn | undefined;
            if (!active || !row) return null;
            return <Bubble row={row} figure={figure} currency={currency} unit={unit} ghostName={ghostName} />;
          }}
        />
        {ghost && (
          <Line
            dataKey="before"
            stroke="var(--faint)"
            strokeWidth={1.5}
            strokeDasharray="4 3"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
            connectNulls
          />
        )}
        <Line
          dataKey="now"
          stroke="var(--chart-1)"
          strokeWidth={2}
          dot={false}
          activeDot={{ r: 3 }}
          isAnimationActive={false}
          connectNulls
        />
        {marked && markedX !== null && markedX <= end && markedX >= start && y(marked, figure) !== null && (
          <ReferenceDot x={markedX} y={y(marked, figure) ?? 0} r={4} fill="var(--chart-1)" stroke="var(--bg)" strokeWidth={2} />
        )}
      </LineChart>
    </ResponsiveContainer>
  );
});

type BubbleProps = { row: Drawn } & Pick<CurveProps, 'figure' | 'currency' | 'unit' | 'ghostName'>;

function Bubble({ row, figure, currency, unit, ghostName }: BubbleProps) {
  const say = (value: number) =>
    figure === 'total' ? formatMoney(value.toFixed(currency.precision), currency) : averageWords(plain(value), currency, unit);
  return (
    <div className="num rounded-sm bg-inverse px-2 py-1 text-inverse-text text-sm">
      <div>
        {formatQuantity(String(Math.round(row.x)))} {unit}
      </div>
      {row.now !== undefined && row.now !== null && <div className="font-medium">{say(row.now)}</div>}
      {row.before !== undefined && row.before !== null && (
        <div>
          {ghostName}: {say(row.before)}
        </div>
      )}
    </div>
  );
}

const plain = (value: number) => value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 12 });
