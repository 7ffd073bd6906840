import type { Currency } from '@/lib/currency';
import { decimal, text } from '@/lib/decimal';
import type { PricingTerms } from '@/lib/pricing/terms';
import { type CurvePoint, priceCurve } from '@/lib/rating/price-at';

export interface CurveData {
  points: CurvePoint[];
  edges: { quantity: string; tier: number }[];
  /** The quantity the curve ends at. */
  end: string;
}

const DECADES = 6;

/** The points to draw. On a logarithmic axis each power of ten gets as many points as the next, so that the curve is smooth everywhere. */
export function curveData(card: PricingTerms, currency: Currency, scale: 'linear' | 'log', upTo?: string): CurveData {
  const linear = priceCurve(card, currency, upTo);
  const end = linear.points.at(-1)?.quantity ?? '0';
  if (scale === 'linear') return { ...linear, end };
  const ends = Array.from({ length: DECADES }, (_, i) => text(decimal(end).div(decimal('10').pow(i)))).filter((quantity) =>
    decimal(quantity).gte(decimal('1')),
  );
  const points = new Map<string, CurvePoint>();
  for (const quantity of ends) for (const point of priceCurve(card, currency, quantity, 20).points) points.set(point.quantity, point);
  const sorted = [...points.values()]
    .filter(({ quantity }) => decimal(quantity).gte(decimal('1')))
    .sort((a, b) => decimal(a.quantity).cmp(decimal(b.quantity)));
  return { points: sorted, edges: linear.edges, end };
}
