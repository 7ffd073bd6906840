'use client';

import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { CSSProperties } from 'react';
import { Checkbox } from './checkbox';
import { type Cells, type Column, columnClass, type Selection, type Sort } from './table-column';

type Props<Row> = {
  columns: readonly Column<Row>[];
  cells: Cells;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  selection: Selection | undefined;
  keys: readonly string[];
};

const HEAD = 'sticky top-(--table-top,0px) z-10 h-8 border-border border-b bg-bg font-normal text-muted text-sm whitespace-nowrap';

export function HeadRow<Row>({ columns, cells, sort, onSort, selection, keys }: Props<Row>) {
  return (
    <thead>
      <tr>
        {selection && (
          <th scope="col" className={clsx(HEAD, 'w-9 pl-2')}>
            <SelectAll selection={selection} keys={keys} />
          </th>
        )}
        {columns.map((column, index) => {
          const sortable = Boolean(column.compare ?? column.sortable);
          const direction = sort?.id === column.id ? (sort.desc ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={direction}
              style={{ '--column': column.width } as CSSProperties}
              className={clsx(HEAD, 'px-2 first:pl-2', column.width && 'nav:w-(--column)', columnClass(column, index === 0))}
            >
              {sortable ? (
                <SortButton column={column} direction={direction} onSort={onSort} />
              ) : (
                <>
                  {column.header}
                  {column.unit && <span className="text-faint"> {column.unit}</span>}
                </>
              )}
            </th>
          );
        })}
        {cells.menu && (
          <th scope="col" className={clsx(HEAD, 'w-10')}>
            <span className="sr-only">Actions</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

function SortButton<Row>({
  column,
  direction,
  onSort,
}: {
  column: Column<Row>;
  direction: 'ascending' | 'descending' | undefined;
  onSort: Props<Row>['onSort'];
}) {
  // Figures are looked at from the largest, words from A.
  const firstDesc = column.align === 'right';
  const next = () => {
    if (!direction) return onSort({ id: column.id, desc: firstDesc });
    const desc = direction === 'descending';
    onSort(desc === firstDesc ? { id: column.id, desc: !desc } : null);
  };
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={next}
      className={clsx(
        'group/sort -mx-1 flex items-center gap-1 rounded-sm px-1 transition-colors hover:text-text',
        column.align === 'right' && 'ml-auto flex-row-reverse',
        direction && 'text-text',
      )}
    >
      <span>
        {column.header}
        {column.unit && <span className="text-faint"> {column.unit}</span>}
      </span>
      <Arrow
        aria-hidden="true"
        className={clsx('size-3', direction ? 'opacity-100' : 'opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60')}
      />
    </button>
  );
}

function SelectAll({ selection, keys }: { selection: Selection; keys: readonly string[] }) {
  const count = keys.filter((key) => selection.selected.has(key)).length;
  const all = keys.length > 0 && count === keys.length;
  return (
    <Checkbox
      aria-label={all ? 'Select none' : 'Select all on this page'}
      checked={all}
      mixed={count > 0 && !all}
      disabled={keys.length === 0}
      onCheckedChange={() => {
        const next = new Set(selection.selected);
        for (const key of keys) all ? next.delete(key) : next.add(key);
        selection.onChange(next);
      }}
    />
  );
}
