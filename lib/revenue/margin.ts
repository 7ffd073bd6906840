import { type Decimal, decimal, isPositive, sum, text, ZERO } from '../decimal';
import { rateText } from './ratio';

/** Money earned and spent for the same days: of a feature, a customer, a model. An unknown cost is null, never nothing. */
export interface MarginRow {
  key: string;
  earned: string;
  cost: string | null;
}

/** A margin; null where the cost is unknown, its share also where nothing was earned. */
export interface Margin {
  margin: string | null;
  marginPercent: string | null;
}

/** Counts margins row by row and in total. The total's margin is that of the rows whose cost is known; the rest is named. */
export function marginsOf(rows: readonly MarginRow[]) {
  const known = rows.flatMap(({ earned, cost }) => (cost === null ? [] : [{ earned: decimal(earned), cost: decimal(cost) }]));
  const earned = sum(rows.map((row) => decimal(row.earned)));
  const [knownEarned, cost] = [sum(known.map((row) => row.earned)), sum(known.map((row) => row.cost))];
  return {
    rows: rows.map((row) => ({ key: row.key, ...marginOf(decimal(row.earned), row.cost === null ? null : decimal(row.cost)) })),
    total: {
      earned: text(earned),
      cost: text(cost),
      ...(known.length > 0 ? marginOf(knownEarned, cost) : marginOf(ZERO, null)),
      earnedWithoutKnownCost: text(earned.minus(knownEarned)),
    },
  };
}

function marginOf(earned: Decimal, cost: Decimal | null): Margin {
  if (cost === null) return { margin: null, marginPercent: null };
  const margin = earned.minus(cost);
  return { margin: text(margin), marginPercent: isPositive(earned) ? rateText(margin, earned) : null };
}
