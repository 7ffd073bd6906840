import { z } from 'zod';
import { FlatPrice } from './flat';
import { FreePrice } from './free';
import { GraduatedPrice } from './graduated';
import { UnitPrice } from './unit';
import { VolumePrice } from './volume';

/** What a number of units costs. */
export const Price = z
  .discriminatedUnion('type', [FreePrice, FlatPrice, UnitPrice, GraduatedPrice, VolumePrice])
  .meta({ id: 'BillingPrice' });

export type Price = z.infer<typeof Price>;
export type PriceType = Price['type'];
