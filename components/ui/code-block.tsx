import clsx from 'clsx';
import type { ReactNode } from 'react';
import { jsonText } from '@/lib/exact-json';
import { CopyButton } from './copy';

/** Code or output to be read and copied. Scrolls sideways rather than wrapping; long ones also down. */
export function CodeBlock({
  code,
  label,
  children,
  className,
}: {
  code: string;
  label?: string;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <figure className={clsx('relative min-w-0 rounded-md border border-border bg-surface', className)}>
      {label && <figcaption className="flex h-8 items-center border-border border-b px-3 text-muted text-sm">{label}</figcaption>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <pre tabIndex={0} className="max-h-96 overflow-auto p-3 pr-10 font-mono text-sm leading-5">
        <code>{children ?? code}</code>
      </pre>
      <CopyButton text={code} className={clsx('absolute right-1', label ? 'top-1' : 'top-2')} />
    </figure>
  );
}

/** A JSON value as text, names quieter than what they hold. */
export function JsonView({ value, label }: { value: unknown; label?: string }) {
  const text = value === undefined ? 'undefined' : jsonText(value, 2);
  const parts = text.split(/("(?:[^"\\]|\\.)*"(?=:))/);
  return (
    <CodeBlock code={text} label={label}>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, in order
          <span key={index} className="text-muted">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </CodeBlock>
  );
}
