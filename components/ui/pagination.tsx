'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from './icon-button';

export type PaginationProps = {
  /** From 1. */
  page: number;
  pageSize: number;
  /** Of all rows; unknown while loading. */
  total: number | undefined;
  onPageChange: (page: number) => void;
  /** Noun of the rows, in the plural: "plans". */
  noun: string;
};

const count = new Intl.NumberFormat('en-US');

/** Shows the position of the page among all rows. Under a table that says that there are none, nothing. */
export function Pagination({ page, pageSize, total, onPageChange, noun }: PaginationProps) {
  if (total === 0) return null;
  const pages = total === undefined ? 1 : Math.max(1, Math.ceil(total / pageSize));
  const first = (page - 1) * pageSize + 1;
  const words =
    total === undefined
      ? ' '
      : `${count.format(first)}–${count.format(Math.min(page * pageSize, total))} of ${count.format(total)} ${noun}`;
  return (
    <Bar words={words} label={`Pages of ${noun}`}>
      <IconButton
        quiet
        size="sm"
        label="Previous page"
        icon={<ChevronLeft />}
        disabled={page <= 1}
        onClick={() => onPageChange(page - 1)}
      />
      <IconButton
        quiet
        size="sm"
        label="Next page"
        icon={<ChevronRight />}
        disabled={page >= pages}
        onClick={() => onPageChange(page + 1)}
      />
    </Bar>
  );
}

/** For lists with the newest first that have no page numbers, only a before and an after. */
export function CursorPagination({
  noun,
  onBefore,
  onAfter,
}: {
  noun: string;
  onBefore: (() => void) | undefined;
  onAfter: (() => void) | undefined;
}) {
  return (
    <Bar words="" label={`Pages of ${noun}`}>
      <IconButton quiet size="sm" label={`Newer ${noun}`} icon={<ChevronLeft />} disabled={!onBefore} onClick={onBefore} />
      <IconButton quiet size="sm" label={`Older ${noun}`} icon={<ChevronRight />} disabled={!onAfter} onClick={onAfter} />
    </Bar>
  );
}

function Bar({ words, label, children }: { words: string; label: string; children: React.ReactNode }) {
  return (
    <nav aria-label={label} className="flex h-8 items-center justify-between gap-4 text-muted text-sm">
      <span className="num pl-2" aria-live="polite">
        {words}
      </span>
      <span className="flex gap-1">{children}</span>
    </nav>
  );
}
