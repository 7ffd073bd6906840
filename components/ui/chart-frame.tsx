'use client';

import { ChartLine, Download, Ellipsis, Info, Table } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { csvOf } from '@/lib/csv';
import { downloadText } from './csv';
import { EmptyState } from './empty-state';
import { ErrorState } from './error-state';
import { IconButton } from './icon-button';
import { lazy } from './lazy';
import { Menu } from './menu';
import { Popover } from './popover';
import { type ChartData, colorOf, exactWords, hasDirectLabels, type PlotKind, positionWords, tableOf } from './series';
import { Skeleton } from './skeleton';

const ChartPlot = lazy(() => import('./chart-plot').then((module) => module.default));

export type ChartFrameProps = {
  title: string;
  /** The answer, in large: `Money` or `Quantity`. False while it is loading keeps its place. */
  figure?: ReactNode;
  /** Beside the figure: a `Delta` with what it is compared to. */
  change?: ReactNode;
  /** Definition of the figures, with exclusions. */
  definition: ReactNode;
  kind: PlotKind;
  /** Undefined while loading. */
  data: ChartData | undefined;
  /** Controls of this chart alone; those of a page stand above it. */
  controls?: ReactNode;
  height?: number;
  error?: unknown;
  onRetry?: () => void;
  /** Message when there are no figures. */
  empty?: string;
  /** Name of the CSV file, without its ending. */
  fileName: string;
};

/** A chart with everything that must stand around it: title, answer, definition, the same as a table, the same as CSV. */
export function ChartFrame({
  title,
  figure,
  change,
  definition,
  kind,
  data,
  controls,
  height = 220,
  error,
  onRetry,
  empty,
  fileName,
}: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const known = data?.rows.some((row) => data.series.some((series) => row.values[series.key] != null));
  const download = () => {
    if (!data) return;
    const { head, rows } = tableOf(data);
    downloadText(`${fileName}.csv`, csvOf(head, rows));
  };

  let body: ReactNode;
  if (error) body = <ErrorState error={error} onRetry={onRetry} />;
  else if (!data) body = <Skeleton className="h-full w-full" />;
  else if (!known) body = <EmptyState title="No figures">{empty ?? 'No data in this period.'}</EmptyState>;
  else if (asTable) body = <FigureTable title={title} data={data} />;
  else
    body = (
      <div className="flex h-full flex-col gap-2">
        {data.series.length > 1 && !hasDirectLabels(kind, data.series) && <Legend data={data} />}
        <div className="min-h-0 flex-1">
          <ChartPlot kind={kind} data={data} label={title} />
        </div>
        <div className="sr-only">
          <FigureTable title={title} data={data} />
        </div>
      </div>
    );

  return (
    <figure aria-label={title} className="flex min-w-0 flex-col gap-3">
      <figcaption className="flex items-start gap-3">
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <div className="flex items-center gap-1">
            <div className="truncate font-medium">{title}</div>
            <Popover
              label={`About “${title}”`}
              trigger={<IconButton quiet size="sm" label={`About “${title}”`} icon={<Info className="size-3.5" />} />}
            >
              {() => <div className="max-w-80 p-3 text-pretty leading-5">{definition}</div>}
            </Popover>
          </div>
          {((figure !== undefined && !error) || change) && (
            <div className="flex min-h-9 flex-wrap items-baseline gap-x-2.5">
              {figure ? <span className="num font-medium text-3xl">{figure}</span> : <Skeleton className="my-1.5 h-6 w-40" />}
              {change}
            </div>
          )}
        </div>
        {controls}
        <Menu
          align="end"
          label={`More on ${title}`}
          trigger={<IconButton quiet size="sm" label={`More on ${title}`} icon={<Ellipsis />} disabled={!data} />}
          items={[
            asTable
              ? { label: 'View as chart', icon: <ChartLine />, onSelect: () => setAsTable(false) }
              : { label: 'View as table', icon: <Table />, onSelect: () => setAsTable(true) },
            { label: 'Download CSV', icon: <Download />, onSelect: download },
          ]}
        />
      </figcaption>
      <div className="relative min-w-0 overflow-hidden" style={{ height }}>
        {body}
      </div>
    </figure>
  );
}

/** Names and colours where lines cannot carry them; the table behind the chart has them for screen readers. */
function Legend({ data }: { data: ChartData }) {
  return (
    <ul aria-hidden="true" className="flex max-h-12 flex-wrap gap-x-3.5 gap-y-1 overflow-hidden">
      {data.series.map((series, index) => (
        <li key={series.key} className="flex min-w-0 items-center gap-1.5 text-muted text-sm">
          <span className="size-2 shrink-0 rounded-full" style={{ background: colorOf(series, index) }} />
          <span className="truncate">{series.label}</span>
        </li>
      ))}
    </ul>
  );
}

function FigureTable({ title, data }: { title: string; data: ChartData }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section tabIndex={0} aria-label={`${title} as a table`} className="h-full overflow-auto">
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            {[data.xLabel, ...data.series.map((series) => series.label)].map((name, index) => (
              <th
                key={name}
                scope="col"
                className={`sticky top-0 border-border border-b bg-bg py-1.5 font-normal text-muted ${index ? 'pl-4 text-right' : 'text-left'}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.x}>
              <th scope="row" className="whitespace-nowrap border-border border-b py-1.5 text-left font-normal">
                {positionWords(row.x, data)}
              </th>
              {data.series.map((series) => (
                <td key={series.key} className="num whitespace-nowrap border-border border-b py-1.5 pl-4 text-right">
                  {row.values[series.key] == null ? '—' : exactWords(row.values[series.key] ?? '', data)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
