'use client';

import clsx from 'clsx';
import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

/** Writes to the clipboard and is `copied` for a moment. */
function useCopy(text: string) {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 1500);
  };
  return { copied, copy };
}

export function CopyButton({ text, label = 'Copy', className }: { text: string; label?: string; className?: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={copy}
      className={clsx(
        'inline-grid size-6 shrink-0 place-items-center rounded-sm text-muted transition-colors hover:bg-hover hover:text-text',
        className,
      )}
    >
      {copied ? <Check className="size-3.5 text-positive" /> : <Copy className="size-3.5" />}
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  );
}

/** A key or an id: mono and quiet; a click copies it. `plain` where it stands inside a link or a row that opens. */
export function KeyText({ value, plain = false, className }: { value: string; plain?: boolean; className?: string }) {
  const { copied, copy } = useCopy(value);
  const words = clsx('min-w-0 truncate font-mono text-muted text-sm', className);
  if (plain) return <span className={words}>{value}</span>;
  return (
    <button
      type="button"
      aria-label={`Copy ${value}`}
      onClick={(event) => {
        event.stopPropagation();
        void copy();
      }}
      className="group/key inline-flex max-w-full items-center gap-1 rounded-sm transition-colors hover:text-text"
    >
      <span className={clsx(words, 'group-hover/key:text-text')}>{value}</span>
      {copied ? (
        <Check aria-hidden="true" className="size-3 text-positive" />
      ) : (
        <Copy
          aria-hidden="true"
          className="size-3 text-faint opacity-0 transition-opacity group-hover/key:opacity-100 group-focus-visible/key:opacity-100"
        />
      )}
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  );
}
