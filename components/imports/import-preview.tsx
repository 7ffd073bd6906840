'use client';

import clsx from 'clsx';
import { TriangleAlert } from 'lucide-react';
import { Skeleton } from '@/components/ui/skeleton';
import { exactText } from '@/components/ui/time-text';
import type { UsageImportPreview } from '@/lib/api/metering/usage-imports';

const HEAD = 'sticky top-0 h-8 whitespace-nowrap border-border border-b bg-bg px-2 text-left font-normal text-muted';
const CELL = 'h-8 whitespace-nowrap border-border border-b px-2 font-mono';

/** The events that the first rows become, and why a row becomes none. Before there is a mapping, the cells as they stand in the file. */
export function ImportPreview({ preview, stale }: { preview: UsageImportPreview | undefined; stale: boolean }) {
  if (!preview) return <Skeleton className="h-80" />;
  const mapped = preview.rows.some((row) => row.event || row.reasons);
  const fields = [...new Set(preview.rows.flatMap((row) => Object.keys(row.event?.data ?? {})))];
  const head = mapped ? ['Time', 'Subject', 'Type', 'Id', ...fields] : preview.columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section tabIndex={0} aria-label="The first rows" className="max-h-120 overflow-auto rounded-md border border-border">
      <table className={clsx('w-full border-separate border-spacing-0 text-sm transition-opacity', stale && 'opacity-60')}>
        <thead>
          <tr>
            <th scope="col" className={clsx(HEAD, 'text-right')}>
              Line
            </th>
            {head.map((name) => (
              <th key={name} scope="col" className={HEAD}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => (
            <tr key={row.line}>
              <td className={clsx(CELL, 'num text-right text-muted')}>{row.line}</td>
              {row.reasons ? (
                <td colSpan={head.length} className={clsx(CELL, 'font-sans text-critical')}>
                  <span className="flex items-center gap-1.5">
                    <TriangleAlert className="size-3.5" />
                    {row.reasons.join('; ')}
                  </span>
                </td>
              ) : row.event ? (
                [
                  row.event.time ? exactText(row.event.time, 'UTC') : '',
                  row.event.subject,
                  row.event.type,
                  row.event.id,
                  ...fields.map((field) => text(row.event?.data?.[field])),
                ].map((cell, index) => (
                  <td key={head[index]} className={clsx(CELL, index > 3 && 'num')}>
                    {cell}
                  </td>
                ))
              ) : (
                row.cells.map((cell, index) => (
                  <td key={preview.columns[index] ?? index} className={CELL}>
                    {cell}
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const text = (value: unknown) => (value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
