import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type Currency, findFiatCurrency } from '@/lib/currency';
import { countText, formatMoney, groupDigits } from '@/lib/money';
import { Tooltip } from './tooltip';

type Shown = { /** Why there is no figure; shown on hover. Never show 0 for what is not known. */ unknown?: string; className?: string };

/** "—" with the reason behind it. */
export function Unknown({ reason, className }: { reason?: string; className?: string }) {
  const dash = (
    <span className={clsx('text-faint', className)}>
      <span aria-hidden="true">—</span>
      <span className="sr-only">{reason ?? 'Unknown'}</span>
    </span>
  );
  return reason ? <Tooltip text={reason}>{dash}</Tooltip> : dash;
}

/** A quantity as a decimal string, every digit kept: "1234567.5" → 1,234,567.5. */
export function Quantity({ value, unit, unknown, className }: Shown & { value: string | null | undefined; unit?: string }) {
  if (value === null || value === undefined) return <Unknown reason={unknown} className={className} />;
  return (
    <span className={clsx('num whitespace-nowrap', className)}>
      {countText(value)}
      {unit && <span className="text-muted"> {unit}</span>}
    </span>
  );
}

/** An amount of money as a decimal string, with its currency's sign; `bare` in columns that name the currency in their head. */
export function Money({
  value,
  currency,
  bare = false,
  unknown,
  className,
}: Shown & { value: string | null | undefined; currency: string | Currency; bare?: boolean }) {
  if (value === null || value === undefined) return <Unknown reason={unknown} className={className} />;
  return (
    <span className={clsx('num whitespace-nowrap', className)}>
      {bare ? bareMoney(value, currency) : formatMoney(value, currencyOf(currency))}
    </span>
  );
}

export type DeltaProps = Shown & {
  /** The difference as a decimal string, signed. */
  value: string | null | undefined;
  currency?: string | Currency;
  /** The same in percent, already rounded for reading: "3.1". */
  percent?: string | null;
  /** Whether more is good news; `null` where it is neither. */
  moreIs?: 'good' | 'bad' | null;
};

/** A difference: sign, colour and arrow. Zero is quiet. */
export function Delta({ value, currency, percent, moreIs = 'good', unknown, className }: DeltaProps) {
  if (value === null || value === undefined) return <Unknown reason={unknown} className={className} />;
  const sign = /[1-9]/.test(value) ? (value.startsWith('-') ? -1 : 1) : 0;
  const size = value.replace(/^[-+]/, '');
  const words = currency === undefined ? groupDigits(size) : formatMoney(size, currencyOf(currency));
  const good = sign === 0 || moreIs === null ? null : sign > 0 === (moreIs === 'good');
  const Arrow = sign > 0 ? ArrowUp : ArrowDown;
  return (
    <span
      className={clsx(
        'num inline-flex items-center gap-1 whitespace-nowrap',
        good === null ? 'text-muted' : good ? 'text-positive' : 'text-critical',
        className,
      )}
    >
      {sign !== 0 && <Arrow aria-hidden="true" className="size-3" />}
      <span>
        {sign > 0 ? '+' : sign < 0 ? '−' : ''}
        {words}
        {percent !== undefined && percent !== null && sign !== 0 && ` (${sign > 0 ? '+' : '−'}${percent.replace(/^[-+]/, '')}%)`}
      </span>
    </span>
  );
}

function currencyOf(currency: string | Currency): Currency {
  if (typeof currency !== 'string') return currency;
  return findFiatCurrency(currency) ?? { code: currency, precision: 0 };
}

/** The amount without its sign of currency: "−1,234.50". */
function bareMoney(value: string, currency: string | Currency): string {
  const { precision } = currencyOf(currency);
  return formatMoney(value, { code: '', precision }).replace(' ', '');
}
