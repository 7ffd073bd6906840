import type { z } from 'zod';
import type { PriceModel } from './charge';
import { flat } from './flat';
import { free } from './free';
import { graduated } from './graduated';
import { unit } from './unit';
import { volume } from './volume';

/** Every price type there is. A new one is a file beside these and a row here. */
export const registry = { free, flat, unit, graduated, volume };

export type PriceType = keyof typeof registry;

type Schema = (typeof registry)[PriceType]['schema'];

/** The model of a price's type. */
export function modelOf(type: PriceType): PriceModel<z.ZodType<z.infer<Schema>>> {
  // The row of a type takes that type's prices; the key and the price always come from the same object.
  return registry[type] as unknown as PriceModel<z.ZodType<z.infer<Schema>>>;
}
