import clsx from 'clsx';

/** A quiet bar where content will stand. Give it the size of what it stands for, so that nothing moves when that arrives. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx('block h-3 animate-pulse rounded-sm bg-hover', className)} />;
}
