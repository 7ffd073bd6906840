import clsx from 'clsx';
import Link from 'next/link';
import type { ComponentProps } from 'react';

/** A link in running text. `quiet` takes the colour of the words around it and shows itself on hover. */
export function TextLink({ quiet = false, className, ...rest }: ComponentProps<typeof Link> & { quiet?: boolean }) {
  return (
    <Link
      className={clsx(
        'rounded-sm underline-offset-3 transition-colors hover:underline',
        quiet ? 'text-current decoration-border-strong' : 'text-accent-text',
        className,
      )}
      {...rest}
    />
  );
}
