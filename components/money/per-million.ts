import { decimal, text } from '@/lib/decimal';
import { Numeric } from '@/lib/pricing/numeric';

const MILLION = decimal('1000000');
const MILLIONTH = decimal('0.000001');

/** A price per token as the price of a million: "0.0000025" → "2.5". */
export const perMillion = (perToken: string): string => text(decimal(perToken).times(MILLION));

/** A price per million as the price of a token; what is no number comes back as it is, for the form to refuse. */
export const perToken = (million: string): string =>
  Numeric.safeParse(million).success ? text(decimal(million).times(MILLIONTH)) : million;
