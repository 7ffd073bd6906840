import { readTime } from '@/lib/metering/usage-time';

// Numbers of another kind (counts, ids) are times of no year that usage could be from.
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

/** Is the text a time of a format, and of a year from which usage can be? */
export function isUsageTime(text: string, format: 'iso' | 'unix_seconds' | 'unix_milliseconds'): boolean {
  const year = Number(readTime(text, format, 'UTC')?.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}
