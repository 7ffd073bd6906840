import type { PreviewLine } from '@/lib/api/rating/previews';
import { decimal, divide } from '@/lib/decimal';
import { formatQuantity, groupDigits } from '@/lib/money';

type Step = NonNullable<PreviewLine['trace']>[number];

/** Returns the filled share of a tier, in whole percent; an open-ended tier is never full, so it is drawn as a quarter. */
function fill({ with: bounds, output }: Step): number {
  if (bounds.upTo === undefined) return 25;
  const width = decimal(bounds.upTo).minus(decimal(bounds.above ?? '0'));
  if (bounds.whole === 'true') return Number(divide(decimal(output).times(decimal('100')), decimal(bounds.upTo), 0).toFixed());
  return Number(divide(decimal(output).times(decimal('100')), width, 0).toFixed());
}

/** A tier of a price with the usage that fell into it. */
export function TierBar({ line }: { line: PreviewLine }) {
  const step = line.trace?.find(({ rule }) => rule === 'tier');
  if (!step) return null;
  const { above = '0', upTo } = step.with;
  const words = `${groupDigits(step.output)} units in the tier above ${groupDigits(above)}${upTo ? ` up to ${groupDigits(upTo)}` : ''}`;
  return (
    <div role="img" aria-label={words} className="flex items-center gap-2 text-muted text-sm">
      <span className="num w-12 text-right">{formatQuantity(above)}</span>
      <span className={`relative h-2 flex-1 overflow-hidden rounded-sm bg-hover ${upTo ? '' : 'rounded-r-none'}`}>
        <span className="absolute inset-y-0 left-0 bg-chart-1" style={{ width: `${Math.max(1, Math.min(100, fill(step)))}%` }} />
      </span>
      <span className="num w-20">{upTo ? formatQuantity(upTo) : 'and above'}</span>
    </div>
  );
}
