import clsx from 'clsx';
import { type ReactNode, useId } from 'react';

export type SectionProps = {
  /** Anchor of the section: the fragment of a link. */
  id?: string;
  title?: ReactNode;
  description?: ReactNode;
  /** At the right of the title: one or two small acts. */
  acts?: ReactNode;
  /** A box with a hairline around it. Never inside another. */
  card?: boolean;
  /** In a card: content to its edges, for tables. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
};

/** A part of a page under its own title; as a `card` where several stand side by side. */
export function Section({ id: anchor, title, description, acts, card = false, flush = false, className, children }: SectionProps) {
  const id = useId();
  return (
    <section
      id={anchor}
      aria-labelledby={title ? id : undefined}
      className={clsx('flex min-w-0 flex-col', card ? 'rounded-md border border-border' : 'gap-3', className)}
    >
      {(title || acts) && (
        <div className={clsx('flex flex-wrap items-start justify-between gap-x-4 gap-y-2', card && 'px-4 pt-3 pb-1')}>
          <div className="flex min-w-0 flex-col gap-0.5">
            <h2 id={id} className="font-semibold text-md leading-7">
              {title}
            </h2>
            {description && <p className="max-w-[72ch] text-pretty text-muted">{description}</p>}
          </div>
          {acts && <div className="flex min-h-7 items-center gap-2">{acts}</div>}
        </div>
      )}
      {card ? <div className={clsx('min-w-0 flex-1', !flush && 'p-4', !flush && title && 'pt-2')}>{children}</div> : children}
    </section>
  );
}
