'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Money } from '@/components/ui/numbers';
import { displayCurrency } from '@/lib/catalog/currency';
import { lineWords, type WordedLine } from '@/lib/rating/line-words';

interface TracedLine extends WordedLine {
  total: string;
  trace?: readonly { text: string; rule: string; with: Record<string, string> }[] | undefined;
}

type Props = {
  lines: readonly TracedLine[];
  currency: string;
  /** Steps are open from the start, where there are few lines. */
  open?: boolean;
};

/** Lines with their amounts; each unfolds into its steps, to be followed with a pencil. */
export function TraceLines({ lines, currency, open = false }: Props) {
  return (
    <ul className="flex flex-col">
      {lines.map((line) => (
        <TraceLine key={line.key} line={line} currency={currency} open={open} />
      ))}
    </ul>
  );
}

function TraceLine({ line, currency, open: openAtFirst }: { line: TracedLine; currency: string; open: boolean }) {
  const { item, terms } = lineWords(line, displayCurrency(currency));
  const [open, setOpen] = useState(openAtFirst);
  return (
    <li className="border-border border-t first:border-t-0">
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="group/line">
        <summary className="flex list-none items-baseline gap-1.5 rounded-sm py-1.5 hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden="true" className="size-3.5 translate-y-0.5 text-faint transition-transform group-open/line:rotate-90" />
          <span className="min-w-0 flex-1 wrap-break-word">
            {item}
            {terms && <span className="num block text-muted text-sm">{terms}</span>}
          </span>
          <Money value={line.total} currency={currency} className="font-medium" />
        </summary>
        {open && (
          <ol className="flex flex-col gap-0.5 pb-2 pl-5 text-muted text-sm">
            {(line.trace ?? []).map((step, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
              <li key={i} className="num">
                {step.text}
              </li>
            ))}
          </ol>
        )}
      </details>
    </li>
  );
}
