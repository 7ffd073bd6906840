import clsx from 'clsx';
import type { ReactNode } from 'react';

/** The inside of a page: gutter, rhythm between its sections, a width that can be read. `full` for editors and wide tables. */
export function Page({ width = 'normal', children }: { width?: 'narrow' | 'normal' | 'full'; children: ReactNode }) {
  return (
    <div
      className={clsx(
        'flex w-full flex-col gap-6 px-4 py-5 nav:px-6 nav:py-6',
        width === 'narrow' && 'max-w-192',
        width === 'normal' && 'max-w-360',
      )}
    >
      {children}
    </div>
  );
}
