'use client';

import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  usePlotArea,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import {
  axisTicks,
  type ChartData,
  colorOf,
  compactWords,
  exactWords,
  hasDirectLabels,
  type PlotKind,
  positionWords,
  type Series,
  spread,
  tickWords,
} from './series';

export type PlotProps = { kind: PlotKind; data: ChartData; label: string };

const LABEL_WIDTH = 104;

/** The drawing itself, as large as what it stands in. Decimal strings become numbers here, for positions only; what is read comes from the strings. */
export default function ChartPlot({ kind, data, label }: PlotProps) {
  const { series } = data;
  const rows = data.rows.map((row) => ({
    x: row.x,
    ...Object.fromEntries(series.map(({ key }) => [key, row.values[key] == null ? null : Number(row.values[key])])),
  }));
  const direct = hasDirectLabels(kind, series);
  const ticks = axisTicks(data, kind !== 'line');
  const shared = { data: rows, margin: { top: 8, right: direct ? LABEL_WIDTH : 16, bottom: 0, left: 0 }, title: label };
  const axes = (
    <>
      <CartesianGrid vertical={false} stroke="var(--border)" strokeOpacity={0.7} />
      <XAxis
        dataKey="x"
        tickFormatter={(x: string) => tickWords(x, data)}
        tickLine={false}
        axisLine={{ stroke: 'var(--border-strong)' }}
        tick={TICK}
        tickMargin={8}
        minTickGap={36}
        height={28}
      />
      <YAxis
        tickFormatter={(value: number) => compactWords(value, data.sign)}
        tickLine={false}
        axisLine={false}
        tick={TICK}
        ticks={ticks}
        width={48}
        domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={kind === 'bar' ? { fill: 'var(--hover)', opacity: 0.6 } : { stroke: 'var(--control)', strokeDasharray: '2 2' }}
        content={(props) => <Readout {...props} data={data} />}
      />
    </>
  );
  return (
    <ResponsiveContainer width="100%" height="100%">
      {kind === 'bar' ? (
        <BarChart {...shared} maxBarSize={32}>
          {axes}
          {series.map((each, index) => (
            <Bar key={each.key} dataKey={each.key} name={each.label} stackId="all" fill={colorOf(each, index)} isAnimationActive={false} />
          ))}
        </BarChart>
      ) : kind === 'area' ? (
        <AreaChart {...shared}>
          {axes}
          {series.map((each, index) => (
            <Area
              key={each.key}
              dataKey={each.key}
              name={each.label}
              stackId="all"
              fill={colorOf(each, index)}
              fillOpacity={series.length > 1 ? 0.35 : 0.12}
              {...strokeOf(each, index)}
            />
          ))}
        </AreaChart>
      ) : (
        <LineChart {...shared}>
          {axes}
          {series.map((each, index) => (
            <Line key={each.key} dataKey={each.key} name={each.label} {...strokeOf(each, index)} />
          ))}
          {direct && <DirectLabels data={data} />}
        </LineChart>
      )}
    </ResponsiveContainer>
  );
}

const TICK = { fill: 'var(--muted)', fontSize: 11 };

function strokeOf(series: Series, index: number) {
  return {
    type: 'linear',
    stroke: colorOf(series, index),
    strokeWidth: series.ghost ? 1.25 : 1.75,
    strokeDasharray: series.ghost ? '4 3' : undefined,
    connectNulls: false,
    dot: false,
    activeDot: { r: 3, strokeWidth: 0 },
    isAnimationActive: false,
  } as const;
}

/** The name of each line at its last known point, moved apart where lines end close together. */
function DirectLabels({ data }: { data: ChartData }) {
  const area = usePlotArea();
  const scale = useYAxisScale();
  if (!area || !scale) return null;
  const ends = data.series.flatMap((series, index) => {
    const last = data.rows.findLast((row) => row.values[series.key] != null)?.values[series.key];
    const y = last == null ? undefined : scale(Number(last));
    return y === undefined ? [] : [{ series, index, y }];
  });
  const places = spread(
    ends.map((end) => end.y),
    14,
    area.y + 4,
    area.y + area.height - 2,
  );
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of texts takes no focus; the table behind the chart says the same
    <g aria-hidden="true">
      {ends.map(({ series, index }, i) => (
        <text key={series.key} x={area.x + area.width + 8} y={places[i]} dominantBaseline="central" fontSize={11} fill="var(--text)">
          <tspan fill={colorOf(series, index)}>● </tspan>
          {series.label.length > 15 ? `${series.label.slice(0, 14)}…` : series.label}
        </text>
      ))}
    </g>
  );
}

function Readout({ active, label, data }: TooltipContentProps & { data: ChartData }) {
  const row = data.rows.find((each) => each.x === label);
  if (!active || !row) return null;
  return (
    <div className="min-w-36 rounded-md bg-raised px-3 py-2 text-sm shadow-float">
      <p className="mb-1 font-medium">{positionWords(row.x, data)}</p>
      {data.series.map((series, index) => {
        const value = row.values[series.key];
        return (
          <p key={series.key} className="flex items-center gap-2">
            <span aria-hidden="true" className="size-2 rounded-full" style={{ background: colorOf(series, index) }} />
            <span className="flex-1 text-muted">{series.label}</span>
            <span className="num pl-4 font-medium">{value == null ? '—' : exactWords(value, data)}</span>
          </p>
        );
      })}
    </div>
  );
}
