import { Delta } from '@/components/ui/numbers';
import { changeBetween } from '@/components/usage/usage-series';

type Props = {
  from: string;
  to: string;
  currency: string;
  /** "version 3". */
  against: string;
};

/** The change of an amount against the version that is sold now: signed, coloured, in percent. */
export function MoneyChange({ from, to, currency, against }: Props) {
  const { difference, percent } = changeBetween(to, from);
  if (!/[1-9]/.test(difference)) return <span className="text-muted">Same as {against}</span>;
  return (
    <span className="flex flex-wrap items-baseline gap-1.5">
      <Delta value={difference} percent={percent} currency={currency} moreIs="good" />
      <span className="text-muted">against {against}</span>
    </span>
  );
}
