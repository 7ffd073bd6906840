'use client';

import clsx from 'clsx';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useMemo, useState } from 'react';
import { EmptyState } from './empty-state';
import { ErrorState } from './error-state';
import type { MenuItem } from './menu';
import type { Cells, Column, Selection, Sort } from './table-column';
import { HeadRow } from './table-head';
import { SkeletonRows, TableRow } from './table-row';

export type DataTableProps<Row> = {
  /** Names the table for screen readers: "Plans". */
  label: string;
  columns: readonly Column<Row>[];
  /** Undefined while loading. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** Name of a row, for its checkbox and menu. */
  rowName: (row: Row) => string;
  rowHref?: (row: Row) => string;
  onRowOpen?: (row: Row) => void;
  rowMenu?: (row: Row) => readonly MenuItem[];
  selection?: Selection;
  sort?: Sort | null;
  onSortChange?: (sort: Sort | null) => void;
  error?: unknown;
  onRetry?: () => void;
  /** Nothing exists yet: an `EmptyState` with the first act. */
  empty: ReactNode;
  /** Given while a search or filter is set: clears it. */
  onClearFilters?: () => void;
  dense?: boolean;
  /** Number of expected rows, for the skeleton. */
  skeletonRows?: number;
  /** Newer rows are on their way; the old ones stay, quieter. */
  stale?: boolean;
};

/** A list of things: sticky head, sortable columns, a click or Enter opens a row, arrows walk the rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, error, selection, rowKey, rowHref, onRowOpen } = props;
  const router = useRouter();
  const [ownSort, setOwnSort] = useState<Sort | null>(null);
  const sort = props.onSortChange ? (props.sort ?? null) : ownSort;
  const shown = useMemo(() => sorted(rows, columns, props.onSortChange ? null : ownSort), [rows, columns, ownSort, props.onSortChange]);
  const cells: Cells = { selectable: Boolean(selection), menu: Boolean(props.rowMenu), dense: props.dense ?? false };
  const span = columns.length + (cells.selectable ? 1 : 0) + (cells.menu ? 1 : 0);

  const open = (row: Row, event: MouseEvent) => {
    if (isOwnControl(event)) return;
    const href = rowHref?.(row);
    if (href && (event.metaKey || event.ctrlKey)) window.open(href, '_blank', 'noopener');
    else if (href) router.push(href);
    else onRowOpen?.(row);
  };

  let body: ReactNode;
  if (error)
    body = (
      <Whole span={span}>
        <ErrorState error={error} onRetry={props.onRetry} />
      </Whole>
    );
  else if (!shown) body = <SkeletonRows columns={columns} cells={cells} count={props.skeletonRows ?? 8} />;
  else if (shown.length === 0)
    body = <Whole span={span}>{props.onClearFilters ? <NoMatch onClear={props.onClearFilters} /> : props.empty}</Whole>;
  else
    body = shown.map((row) => (
      <TableRow
        key={rowKey(row)}
        id={rowKey(row)}
        row={row}
        name={props.rowName(row)}
        columns={columns}
        cells={cells}
        href={rowHref?.(row)}
        onOpen={onRowOpen && (() => onRowOpen(row))}
        onClick={rowHref || onRowOpen ? (event) => open(row, event) : undefined}
        menu={props.rowMenu?.(row)}
        selection={selection}
      />
    ));

  return (
    <div className="relative max-nav:overflow-x-auto">
      <table aria-label={props.label} aria-busy={!rows && !error} className="w-full border-separate border-spacing-0 text-left">
        <HeadRow
          columns={columns}
          cells={cells}
          sort={sort}
          onSort={props.onSortChange ?? setOwnSort}
          selection={selection}
          keys={shown?.map(rowKey) ?? []}
        />
        <tbody onKeyDown={walkRows} className={clsx('transition-opacity', props.stale && 'opacity-60')}>
          {body}
        </tbody>
      </table>
    </div>
  );
}

function sorted<Row>(rows: readonly Row[] | undefined, columns: readonly Column<Row>[], sort: Sort | null) {
  const compare = columns.find((column) => column.id === sort?.id)?.compare;
  if (!rows || !sort || !compare) return rows;
  return [...rows].sort((a, b) => (sort.desc ? compare(b, a) : compare(a, b)));
}

/** A click on a control inside the row, or the end of a text selection, is not a click on the row. */
function isOwnControl(event: MouseEvent): boolean {
  const target = event.target as HTMLElement;
  return Boolean(target.closest('a, button, input, select, label, [popover]')) || Boolean(window.getSelection()?.toString());
}

function walkRows(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const target = event.target as HTMLElement;
  if (!target.matches('[data-row-open]')) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-open]')];
  event.preventDefault();
  all[all.indexOf(target) + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

function Whole({ span, children }: { span: number; children: ReactNode }) {
  return (
    <tr>
      <td colSpan={span}>{children}</td>
    </tr>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="Nothing matches"
      action={
        <button type="button" onClick={onClear} className="rounded-sm text-accent-text hover:underline">
          Clear search and filters
        </button>
      }
    >
      No rows match the search and filters.
    </EmptyState>
  );
}
