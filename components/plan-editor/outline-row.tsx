'use client';

import clsx from 'clsx';
import { Ellipsis, GripVertical } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, use } from 'react';
import type { Marks } from '@/components/draft/part-issues';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, type MenuItem } from '@/components/ui/menu';
import { RowSorter, type RowSorting } from './row-sorting';

type OutlineRowProps = {
  /** Its number, by which it is dragged; absent where it cannot be. */
  uid?: number;
  selected: boolean;
  label: string;
  /** Clicked, or opened by the keyboard; with Shift or Ctrl the row joins the others that are selected. */
  onOpen: (event: MouseEvent) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  menu?: readonly MenuItem[];
  marks: Marks | undefined;
  /** Phases stand out from their cards. */
  heading?: boolean;
  children: ReactNode;
};

/** One line of the outline: a grip, a button that opens the part, and its menu. */
export function OutlineRow(props: OutlineRowProps) {
  const Bind = use(RowSorter);
  if (props.uid === undefined) return <Row {...props} sorting={null} />;
  return <Bind uid={props.uid}>{(sorting) => <Row {...props} sorting={sorting} />}</Bind>;
}

function Row({
  sorting,
  selected,
  label,
  onOpen,
  onKeyDown,
  menu,
  marks,
  heading = false,
  children,
}: OutlineRowProps & { sorting: RowSorting | null }) {
  return (
    <li
      ref={sorting?.ref}
      style={sorting?.style}
      // Of a hundred rows a dozen are seen: the others are not laid out, painted or layered again with every key.
      className={clsx(
        'group/row relative [contain-intrinsic-size:auto_3rem] [content-visibility:auto]',
        sorting?.dragging && 'z-2 rounded-md bg-raised shadow-float',
      )}
    >
      {sorting && (
        <span
          {...sorting.listeners}
          aria-hidden="true"
          className="absolute inset-y-0 left-0 z-1 flex w-4 cursor-grab touch-none items-center justify-center text-faint opacity-0 transition-opacity group-hover/row:opacity-100"
        >
          <GripVertical className="size-3.5" />
        </span>
      )}
      <button
        type="button"
        data-row
        aria-current={selected ? 'true' : undefined}
        aria-label={label}
        onClick={onOpen}
        onKeyDown={onKeyDown}
        className={clsx(
          'flex w-full min-w-0 select-none items-start gap-2 rounded-md py-1.5 pl-4 text-left transition-colors focus-visible:-outline-offset-2',
          selected ? 'bg-accent-soft' : 'hover:bg-hover',
          menu ? 'pr-9' : 'pr-3',
          heading && 'items-center font-medium',
        )}
      >
        {children}
        <Mark marks={marks} />
      </button>
      {menu && (
        <span className="absolute top-1 right-1">
          <Menu
            label={`Actions for ${label}`}
            align="end"
            items={menu}
            trigger={
              <IconButton
                quiet
                size="sm"
                label={`Actions for ${label}`}
                icon={<Ellipsis />}
                className="opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 aria-expanded:opacity-100 [@media(hover:none)]:opacity-100"
              />
            }
          />
        </span>
      )}
    </li>
  );
}

function Mark({ marks }: { marks: Marks | undefined }) {
  if (!marks) return null;
  const count = marks.critical + marks.warning;
  return (
    <span
      title={`${count} ${count === 1 ? 'issue' : 'issues'}`}
      className={clsx(
        'num mt-0.5 grid h-4 min-w-4 shrink-0 place-items-center rounded-sm px-1 font-medium text-xs',
        marks.critical > 0 ? 'bg-critical-soft text-critical' : 'bg-warning-soft text-warning',
      )}
    >
      {count}
      <span className="sr-only"> issues</span>
    </span>
  );
}
