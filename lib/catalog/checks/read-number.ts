import { issueOf } from '@/lib/catalog/issue-codes';
import { type Decimal, decimal } from '@/lib/decimal';
import { isWithinRange } from '@/lib/pricing/numeric';
import type { Issue, PathStep } from '@/lib/problem';

// Pattern of the texts that Numeric accepts; spelled out because checks run at every keystroke and a schema's parse costs ten times the test.
const DECIMAL = /^-?[0-9]+(\.[0-9]+)?$/;

/**
 * Reads a number that somebody may still be typing. Gives the decimal, or null with the reason added to `issues`. Stored content has
 * passed the schema and always reads.
 */
export function readNumber(text: string, path: PathStep[], issues: Issue[]): Decimal | null {
  const isDecimal = DECIMAL.test(text);
  if (isDecimal && isWithinRange(text)) return decimal(text);
  issues.push(
    isDecimal
      ? issueOf('number_out_of_range', path, 'The number has more than 30 digits before the point, or more than 18 after it. Shorten it.')
      : issueOf(
          'number_invalid',
          path,
          text.trim() === ''
            ? 'Enter a number, such as 0.002.'
            : `"${text}" is not a number. Write it with digits and a point, such as 0.002.`,
        ),
  );
  return null;
}
