import { z } from 'zod';
import { DateTime, Ulid } from './fields';

const text = z.string().optional();

/** `filter[name]=acme` or `filter[name][contains]=ac`. `oeq` and `ocontains` take a comma-separated list, any of which may match. */
export const StringFieldFilter = z
  .union([
    z.string(),
    z.strictObject({
      eq: text,
      neq: text,
      contains: text,
      ocontains: text,
      oeq: text,
      gt: text,
      gte: text,
      lt: text,
      lte: text,
      exists: z.boolean().optional(),
    }),
  ])
  .meta({ id: 'StringFieldFilter' });
export type StringFieldFilter = z.infer<typeof StringFieldFilter>;

export const StringFieldFilterExact = z
  .union([z.string(), z.strictObject({ eq: text, oeq: text, neq: text })])
  .meta({ id: 'StringFieldFilterExact' });
export type StringFieldFilterExact = z.infer<typeof StringFieldFilterExact>;

export const UlidFieldFilter = z
  .union([Ulid, z.strictObject({ eq: Ulid.optional(), oeq: text, neq: Ulid.optional() })])
  .meta({ id: 'ULIDFieldFilter' });
export type UlidFieldFilter = z.infer<typeof UlidFieldFilter>;

const instant = DateTime.optional();

export const DateTimeFieldFilter = z
  .union([DateTime, z.strictObject({ eq: instant, lt: instant, lte: instant, gt: instant, gte: instant })])
  .meta({ id: 'DateTimeFieldFilter' });
export type DateTimeFieldFilter = z.infer<typeof DateTimeFieldFilter>;
