'use client';

import clsx from 'clsx';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { cloneElement, type KeyboardEvent, type ReactElement, type ReactNode, useLayoutEffect } from 'react';
import { type Align, focusInFloat, useFloat } from './popover';

export type MenuItem =
  | {
      kind?: 'item';
      label: ReactNode;
      icon?: ReactNode;
      /** Goes there; with `onSelect` instead, does that. */
      href?: string;
      onSelect?: () => void;
      /** At the right: a shortcut, a count. */
      hint?: ReactNode;
      disabled?: boolean;
      critical?: boolean;
      /** True or false makes it one choice of several. */
      checked?: boolean;
    }
  | { kind: 'separator' }
  | { kind: 'label'; label: string };

export type MenuProps = { trigger: ReactElement<object>; items: readonly MenuItem[]; label: string; align?: Align; className?: string };

const ITEM =
  'flex h-8 w-full items-center gap-2 rounded-sm px-2 text-left text-base outline-none hover:bg-hover focus-visible:bg-hover aria-disabled:pointer-events-none aria-disabled:opacity-50';

/** A list of acts under a button. Arrows, Home, End and the first letters move; Escape gives the focus back. */
export function Menu({ trigger, items, label, align = 'start', className }: MenuProps) {
  const { open, close, trigger: wiring, float } = useFloat('menu');
  const all = () => [...(float.ref.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled])') ?? [])];
  useLayoutEffect(() => {
    const items = float.ref.current;
    const checked = items?.querySelector<HTMLElement>('[aria-checked="true"]');
    if (open) focusInFloat(checked ?? items?.querySelector<HTMLElement>('[role^="menuitem"]:not([aria-disabled])'));
  }, [open, float.ref]);

  function onKeyDown(event: KeyboardEvent) {
    const list = all();
    const at = list.indexOf(document.activeElement as HTMLElement);
    const to = (index: number) => {
      event.preventDefault();
      list[(index + list.length) % list.length]?.focus();
    };
    if (event.key === 'ArrowDown') to(at + 1);
    else if (event.key === 'ArrowUp') to(at - 1);
    else if (event.key === 'Home') to(0);
    else if (event.key === 'End') to(list.length - 1);
    else if (event.key === 'Tab') close();
    else if (event.key.length === 1 && event.key !== ' ') {
      const found = [...list.slice(at + 1), ...list].find((item) => item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()));
      if (found) to(list.indexOf(found));
    }
  }

  return (
    <>
      {cloneElement(trigger, wiring)}
      <div
        {...float}
        role="menu"
        tabIndex={-1}
        aria-label={label}
        data-align={align}
        onKeyDown={onKeyDown}
        className={clsx('float min-w-44 p-1', className)}
      >
        {open && items.map((item, index) => <Row key={keyOf(item, index)} item={item} close={close} />)}
      </div>
    </>
  );
}

const keyOf = (item: MenuItem, index: number) => ('label' in item && typeof item.label === 'string' ? item.label : String(index));

function Row({ item, close }: { item: MenuItem; close: () => void }) {
  if (item.kind === 'separator') return <hr className="-mx-1 my-1 border-border border-t" />;
  if (item.kind === 'label') return <div className="px-2 pt-1.5 pb-1 font-medium text-faint text-xs">{item.label}</div>;
  const body = (
    <>
      {item.icon && <span className={item.critical ? 'text-critical' : 'text-muted'}>{item.icon}</span>}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.hint && <span className="text-faint text-sm">{item.hint}</span>}
      {item.checked !== undefined && <Check className={clsx('text-accent-text', !item.checked && 'invisible')} />}
    </>
  );
  const shared = {
    tabIndex: -1,
    role: item.checked === undefined ? 'menuitem' : 'menuitemradio',
    'aria-checked': item.checked,
    'aria-disabled': item.disabled || undefined,
    className: clsx(ITEM, item.critical && 'text-critical'),
  };
  if (item.href && !item.disabled) {
    return (
      <Link {...shared} href={item.href} onClick={close}>
        {body}
      </Link>
    );
  }
  return (
    <button
      {...shared}
      type="button"
      onClick={() => {
        if (item.disabled) return;
        close();
        item.onSelect?.();
      }}
    >
      {body}
    </button>
  );
}
