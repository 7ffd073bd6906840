import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { Tooltip } from './tooltip';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  /** Action, as a verb; read aloud and shown as a tooltip. */
  label: string;
  icon: ReactNode;
  size?: 'sm' | 'md';
  /** Turns the tooltip off where the button already opens a thing that says the same. */
  quiet?: boolean;
};

export function IconButton({ label, icon, size = 'md', quiet = false, className, type = 'button', ...rest }: IconButtonProps) {
  const button = (
    <button
      type={type}
      aria-label={label}
      className={clsx(
        'inline-grid shrink-0 place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-text aria-expanded:bg-hover aria-expanded:text-text',
        'disabled:cursor-not-allowed disabled:opacity-50',
        size === 'sm' ? 'size-6' : 'size-8',
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  );
  return quiet ? button : <Tooltip text={label}>{button}</Tooltip>;
}
