'use client';

import clsx from 'clsx';
import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import type { MouseEvent, ReactNode } from 'react';
import { Checkbox } from './checkbox';
import { IconButton } from './icon-button';
import { Menu, type MenuItem } from './menu';
import { Skeleton } from './skeleton';
import { type Cells, type Column, columnClass, type Selection } from './table-column';
import { useIsNarrow } from './use-is-narrow';

// One line stands in the middle of the row's height; two lines make the row higher rather than touch its rules.
const CELL = 'border-border border-b py-1.5';
const height = (cells: Cells) => (cells.dense ? 'h-8' : 'h-10');

type Props<Row> = {
  id: string;
  row: Row;
  name: string;
  columns: readonly Column<Row>[];
  cells: Cells;
  href: string | undefined;
  /** Opens the row where there is no address to go to. */
  onOpen: (() => void) | undefined;
  onClick: ((event: MouseEvent) => void) | undefined;
  menu: readonly MenuItem[] | undefined;
  selection: Selection | undefined;
};

export function TableRow<Row>({ id, row, name, columns, cells, href, onOpen, onClick, menu, selection }: Props<Row>) {
  const isNarrow = useIsNarrow();
  const below = isNarrow ? columns.filter(({ belowName }) => belowName) : [];
  const selected = selection?.selected.has(id) ?? false;
  const toggle = () => {
    const next = new Set(selection?.selected);
    selected ? next.delete(id) : next.add(id);
    selection?.onChange(next);
  };
  return (
    <tr
      aria-selected={selection ? selected : undefined}
      onClick={onClick}
      className={clsx('group/row transition-colors', onClick && 'cursor-pointer hover:bg-surface', selected && 'bg-accent-soft')}
    >
      {selection && (
        <td className={clsx(CELL, 'pl-2')}>
          <Checkbox aria-label={`Select ${name}`} checked={selected} onCheckedChange={toggle} />
        </td>
      )}
      {columns.map((column, index) => (
        <td key={column.id} className={clsx(CELL, height(cells), 'px-2', columnClass(column, index === 0))}>
          {index === 0 && onClick ? (
            <Open href={href} onOpen={onOpen}>
              {column.cell(row)}
            </Open>
          ) : (
            column.cell(row)
          )}
          {index === 0 &&
            below.map((hidden) => (
              <div key={hidden.id} className="mt-0.5 text-muted text-sm wrap-anywhere">
                {hidden.cell(row)}
              </div>
            ))}
        </td>
      ))}
      {cells.menu && (
        <td className={clsx(CELL, 'pr-1 text-right')}>
          {menu && menu.length > 0 && (
            <Menu
              align="end"
              label={`Actions for ${name}`}
              items={menu}
              trigger={<IconButton quiet size="sm" label={`Actions for ${name}`} icon={<Ellipsis />} />}
            />
          )}
        </td>
      )}
    </tr>
  );
}

/** The first cell is the row's real link or button, so that the keyboard, a middle click and a screen reader find it. */
function Open({ href, onOpen, children }: { href: string | undefined; onOpen: (() => void) | undefined; children: ReactNode }) {
  const look = 'inline-flex max-w-full items-center gap-2 rounded-sm text-left font-medium';
  if (href)
    return (
      <Link data-row-open="" href={href} className={look}>
        {children}
      </Link>
    );
  return (
    <button type="button" data-row-open="" onClick={onOpen} className={look}>
      {children}
    </button>
  );
}

const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-1/3'];

export function SkeletonRows<Row>({ columns, cells, count }: { columns: readonly Column<Row>[]; cells: Cells; count: number }) {
  return Array.from({ length: count }, (_, line) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have nothing else
    <tr key={line}>
      {cells.selectable && <td className={CELL} />}
      {columns.map((column, index) => (
        <td key={column.id} className={clsx(CELL, height(cells), 'px-2', columnClass(column, index === 0))}>
          <Skeleton
            className={clsx(column.align === 'right' && 'ml-auto', index === 0 ? 'max-w-40' : 'max-w-24', WIDTHS[(line + index) % 4])}
          />
        </td>
      ))}
      {cells.menu && <td className={CELL} />}
    </tr>
  ));
}
