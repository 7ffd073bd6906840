import { type Decimal, decimal } from '@/lib/decimal';
import { isWithinRange, Numeric } from '@/lib/pricing/numeric';
import type { Issue, PathStep } from '@/lib/problem';
import { issueOf } from './issue-codes';

/**
 * Reads a number that somebody may still be typing. Gives the decimal, or null with the reason added to `issues`. Stored content has
 * passed the schema and always reads.
 */
export function readNumber(text: string, path: PathStep[], issues: Issue[]): Decimal | null {
  if (Numeric.safeParse(text).success) return decimal(text);
  const isTooLong = /^-?[0-9]+(\.[0-9]+)?$/.test(text) && !isWithinRange(text);
  issues.push(
    isTooLong
      ? issueOf('number_out_of_range', path, 'The number has more than 30 digits before the point, or more than 18 after it. Shorten it.')
      : issueOf('number_invalid', path, `"${text}" is not a number. Write it with digits and a point, such as 0.002.`),
  );
  return null;
}
