'use client';

import clsx from 'clsx';
import Link from 'next/link';
import type { MouseEvent, ReactNode } from 'react';

export type TabItem<Id extends string = string> = {
  id: Id;
  label: ReactNode;
  /** The address of the page with this tab: each tab can be linked to, and the back button works. */
  href: string;
  count?: number;
};

export type TabsProps<Id extends string> = {
  label: string;
  tabs: readonly TabItem<Id>[];
  current: Id;
  /** Changes the tab without asking the server; a click with a modifier still opens a new window. */
  onSelect?: (id: Id) => void;
};

/** The faces of one thing. They are links, as their state is in the address. */
export function Tabs<Id extends string>({ label, tabs, current, onSelect }: TabsProps<Id>) {
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-border border-b px-4 nav:mx-0 nav:px-0">
      <ul className="-mb-px flex gap-5">
        {tabs.map((tab) => {
          const active = tab.id === current;
          const select = (event: MouseEvent) => {
            if (!onSelect || event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onSelect(tab.id);
          };
          return (
            <li key={tab.id}>
              <Link
                href={tab.href}
                scroll={false}
                prefetch={false}
                onClick={select}
                aria-current={active ? 'page' : undefined}
                className={clsx(
                  'flex h-9 items-center gap-1.5 whitespace-nowrap border-b-2 transition-colors focus-visible:-outline-offset-2',
                  active ? 'border-accent font-medium text-text' : 'border-transparent text-muted hover:text-text',
                )}
              >
                {tab.label}
                {tab.count !== undefined && (
                  <span className="num rounded-sm bg-hover px-1 font-normal text-muted text-xs">{tab.count}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
