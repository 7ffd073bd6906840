import clsx from 'clsx';
import type { ReactNode } from 'react';

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Figures are right-aligned and tabular. */
  align?: 'left' | 'right';
  /** A CSS width; the column without one takes the rest. */
  width?: string;
  /** Muted text in the head after the name: muted: a currency, a unit. */
  unit?: string;
  /** Left out on windows narrower than the sidebar's (900 px) or the side panel's (1100 px) breakpoint. */
  hideBelow?: 'nav' | 'wide';
  /** On windows narrower than the sidebar's breakpoint it stands under the first column instead of beside it. */
  belowName?: boolean;
  /** Sorted in the browser by this. For lists paged on the server set `sortable` and handle `onSortChange`. */
  compare?: (a: Row, b: Row) => number;
  sortable?: boolean;
};

export type Selection = { selected: ReadonlySet<string>; onChange: (selected: ReadonlySet<string>) => void };

export type Sort = { id: string; desc: boolean };

export type Cells = { selectable: boolean; menu: boolean; dense: boolean };

/** Returns how the cells of a column are drawn. The first keeps room for a name; a share of the width never grows with what is in it. */
export function columnClass<Row>(column: Column<Row>, isFirst = false): string {
  return clsx(
    isFirst && 'nav:min-w-52 wrap-anywhere',
    !isFirst && column.width?.endsWith('%') && 'nav:max-w-0 nav:overflow-hidden nav:text-ellipsis',
    column.align === 'right' && 'num text-right',
    (column.hideBelow === 'nav' || column.belowName) && 'max-nav:hidden',
    column.hideBelow === 'wide' && 'max-wide:hidden',
  );
}
