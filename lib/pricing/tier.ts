import type { Decimal } from '../decimal';

/** A tier ready to count with: it holds the quantities in `(above, upTo]`. `number` counts from 1. */
export interface Tier {
  number: number;
  above: Decimal;
  upTo: Decimal | null;
  flatPrice: Decimal | null;
  unitPrice: Decimal | null;
}
