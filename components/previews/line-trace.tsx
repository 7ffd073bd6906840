import type { PreviewLine } from '@/lib/api/rating/previews';
import type { Currency } from '@/lib/currency';
import { countText, formatMoney } from '@/lib/money';
import { lineWords } from '@/lib/rating/line-words';

type Step = NonNullable<PreviewLine['trace']>[number];

/** Steps that count units; all others count money. */
const QUANTITY_RULES = new Set(['usage', 'below_zero', 'unit_conversion', 'free_units', 'tier', 'already_billed']);

const shown = (step: Step, currency: Currency) =>
  QUANTITY_RULES.has(step.rule) ? countText(step.output) : formatMoney(step.output, currency);

/** Shows the calculation of a line: each step, and the result after it. */
export function LineTrace({ line, currency }: { line: PreviewLine; currency: Currency }) {
  if (!line.trace?.length) return null;
  return (
    <ol className="flex flex-col" aria-label={`Calculation of ${lineWords(line, currency).item}`}>
      {line.trace.map((step, i) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a trace keep their order
          key={i}
          className="flex items-baseline justify-between gap-6 border-border border-b border-dashed py-1 last:border-b-0 last:font-medium"
        >
          <span className="min-w-0 text-pretty">{step.text}</span>
          <span className="num shrink-0 text-muted">{shown(step, currency)}</span>
        </li>
      ))}
    </ol>
  );
}

/** The same as plain text, for an answer to a customer. */
export function traceText(line: PreviewLine, currency: Currency): string {
  const steps = (line.trace ?? []).map((step) => `  ${step.text}`);
  return [`${lineWords(line, currency).item}: ${formatMoney(line.total, currency)}`, ...steps].join('\n');
}
