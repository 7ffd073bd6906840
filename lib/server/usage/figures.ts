import 'server-only';
import { decimal, divide, text } from '@/lib/decimal';
import type { Counted } from './store';

type Slotted = Counted & { slot: number };

/**
 * The columns `a`, `b`, `c` that every source of figures gives for a meter, so that rollups and single events can be added up together:
 * sum, count, minimum, maximum: the figure in `a`; average: sum and count; latest: value, time, order of arrival; unique count: the digest in `a`.
 */
export function fromRollup(meter: Slotted): string {
  const [a, b, c] = [meter.slot, meter.slot + 1, meter.slot + 2].map((i) => `r.v${i}`);
  switch (meter.aggregation) {
    case 'unique_count':
      return 'r.value AS a, NULL::numeric AS b, NULL::numeric AS c';
    case 'avg':
      return `${a} AS a, ${b} AS b, NULL::numeric AS c`;
    case 'latest':
      return `${a} AS a, ${b} AS b, ${c} AS c`;
    default:
      return `${a} AS a, NULL::numeric AS b, NULL::numeric AS c`;
  }
}

export function fromEvent(meter: Counted): string {
  if (meter.aggregation === 'avg') return 'v AS a, 1::numeric AS b, NULL::numeric AS c';
  if (meter.aggregation === 'latest') return 'v AS a, extract(epoch FROM time) * 1000000 AS b, seq::numeric AS c';
  return 'v AS a, NULL::numeric AS b, NULL::numeric AS c';
}

/** Adds up rows of `a`, `b`, `c` to the columns `a` and `b`, as text. */
export function figureSql(meter: Counted): string {
  switch (meter.aggregation) {
    case 'count':
    case 'sum':
      return `sum(a)::text AS a, NULL::text AS b`;
    case 'avg':
      return `sum(a)::text AS a, sum(b)::text AS b`;
    case 'min':
    case 'max':
      return `${meter.aggregation}(a)::text AS a, NULL::text AS b`;
    case 'latest':
      return `(array_agg(a ORDER BY b DESC NULLS LAST, c DESC))[1]::text AS a, NULL::text AS b`;
    case 'unique_count':
      return `count(DISTINCT a)::text AS a, NULL::text AS b`;
  }
}

/** The figure as a decimal string. An average is rounded once, to 18 digits after the point. */
export function figure(meter: Counted, row: { a: string; b: string | null }): string {
  const value = decimal(row.a);
  return text(meter.aggregation === 'avg' ? divide(value, decimal(row.b as string)) : value);
}
