'use client';

import clsx from 'clsx';
import { type ReactNode, useId } from 'react';

/** A group of fields under a small title. */
export function FormSection({
  title,
  aside,
  children,
  className,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={clsx('@container flex flex-col gap-3 border-border border-t pt-4', className)}>
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-2">
        <h3 id={id} className="font-medium text-md">
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Two fields side by side where there is room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className="grid gap-3 @min-[420px]:grid-cols-2">{children}</div>;
}
