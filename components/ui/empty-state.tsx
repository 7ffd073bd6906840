import type { ReactNode } from 'react';

export type EmptyStateProps = {
  /** Title of the empty state: "No plans yet". */
  title: string;
  /** Purpose and next step, in a sentence or two. */
  children?: ReactNode;
  icon?: ReactNode;
  /** The act that ends the emptiness. */
  action?: ReactNode;
};

export function EmptyState({ title, children, icon, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-14 text-center">
      {icon && <span className="grid size-9 place-items-center rounded-md border border-border text-muted">{icon}</span>}
      <div className="flex max-w-96 flex-col gap-1">
        <p className="font-medium text-md">{title}</p>
        {children && <div className="text-pretty text-muted">{children}</div>}
      </div>
      {action && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
