import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

export type Crumb = { label: string; href: string };

/** The way back up: ancestors only, the page itself is the title below. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <ol className="flex flex-wrap items-center gap-1 text-muted text-sm">
        {crumbs.map((crumb, index) => (
          <li key={crumb.href} className="flex items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden="true" className="size-3 text-faint" />}
            <Link href={crumb.href} className="rounded-sm transition-colors hover:text-text">
              {crumb.label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

export type PageHeaderProps = {
  title: ReactNode;
  crumbs?: readonly Crumb[];
  /** Status badges beside the title; for a list, the count. */
  status?: ReactNode;
  /** The key or id, as `KeyText`. */
  keyText?: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  /** The two facts that matter, as `Fact`s. */
  facts?: ReactNode;
  /** The acts, the primary one last (at the right). */
  acts?: ReactNode;
};

export function PageHeader({ title, crumbs, status, keyText, description, facts, acts }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        {crumbs && <Breadcrumbs crumbs={crumbs} />}
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-col gap-1">
            <div className="flex min-h-8 flex-wrap items-center gap-x-2.5 gap-y-1">
              <h1 className="text-balance font-semibold text-xl">{title}</h1>
              {status}
              {keyText}
            </div>
            {description && <p className="max-w-[72ch] text-pretty text-muted">{description}</p>}
          </div>
          {acts && <div className="flex flex-wrap items-center gap-2">{acts}</div>}
        </div>
      </div>
      {facts && <dl className="flex flex-wrap gap-x-8 gap-y-3">{facts}</dl>}
    </header>
  );
}

/** A fact of a header or a card: a small label over its value. */
export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="num font-medium text-md">{children}</dd>
    </div>
  );
}
