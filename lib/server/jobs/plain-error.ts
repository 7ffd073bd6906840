import 'server-only';
import { ProblemError } from '@/lib/problem';
import { constraintRefusal } from '@/lib/server/core/constraints';
import { sqlState } from '@/lib/server/core/sql-state';

const AWAY = 'The database could not be reached, or was too busy.';
const BETWEEN = 'Other work on the same rows came in between.';
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: AWAY,
  ECONNRESET: AWAY,
  ETIMEDOUT: 'There was no answer in time.',
  ENOTFOUND: 'The address was not found.',
  '08006': AWAY,
  '53300': AWAY,
  '57P01': AWAY,
  '57P02': AWAY,
  '57P03': AWAY,
  '53100': 'The disk of the database is full.',
  '57014': 'It took longer than a statement may take.',
  '40001': BETWEEN,
  '40P01': BETWEEN,
};
const LENGTH_MAX = 2_000;

/**
 * Returns why a job failed as a sentence for people. What the database or the network said is told by its code, since its own words name
 * tables and statements; the log has them whole.
 */
export function plainError(error: unknown): string {
  if (error instanceof ProblemError) return error.detail.slice(0, LENGTH_MAX);
  const refused = constraintRefusal(error);
  if (refused) return refused.detail;
  const code = sqlState(error);
  if (code) return WORDS[code] ?? `The database refused it (code ${code}). The log of the server says more.`;
  const said = error instanceof Error ? error.message : String(error);
  return said.replaceAll('\u0000', '').slice(0, LENGTH_MAX) || 'It failed without saying why.';
}
