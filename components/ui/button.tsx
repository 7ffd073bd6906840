import clsx from 'clsx';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './spinner';

type Look = {
  /** `primary`: the one act of the page. `critical`: what cannot be undone. */
  variant?: 'primary' | 'secondary' | 'ghost' | 'critical';
  size?: 'sm' | 'md';
  icon?: ReactNode;
};

const VARIANTS: Record<NonNullable<Look['variant']>, string> = {
  primary: 'bg-accent text-accent-contrast border-transparent hover:bg-accent-hover',
  secondary: 'bg-bg text-text border-border-strong hover:bg-hover',
  ghost: 'bg-transparent text-text border-transparent hover:bg-hover',
  critical: 'bg-critical-fill text-accent-contrast border-transparent hover:bg-critical-fill-hover',
};
const SIZES = { sm: 'h-7 px-2.5 text-sm', md: 'h-8 px-3 text-base' };

function look({ variant = 'secondary', size = 'md' }: Look, className?: string) {
  return clsx(
    'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium',
    'transition-colors disabled:cursor-not-allowed disabled:opacity-50',
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}

export type ButtonProps = Look &
  ComponentProps<'button'> & { /** Shows a spinner in place of the words, of the same width, and refuses clicks. */ loading?: boolean };

export function Button({ variant, size, icon, loading = false, disabled, className, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      disabled={disabled}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      className={look({ variant, size }, className)}
      {...rest}
      onClick={loading ? (event) => event.preventDefault() : rest.onClick}
    >
      {loading && <Spinner className="absolute" />}
      <span className={clsx('inline-flex items-center gap-1.5', loading && 'opacity-0')}>
        {icon}
        {children}
      </span>
    </button>
  );
}

/** Goes somewhere, looks like a button. */
export function ButtonLink({ variant, size, icon, className, children, ...rest }: Look & ComponentProps<typeof Link>) {
  return (
    <Link className={look({ variant, size }, className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}
