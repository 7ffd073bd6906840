import { z } from 'zod';

const RFC_3339 = z.iso.datetime({ offset: true });

/** An instant as RFC 3339 writes it, with an offset or Z. */
export const DateTime = z
  .string()
  .refine((text) => RFC_3339.safeParse(text).success, {
    error: 'must be a date and time such as 2026-11-01T00:00:00Z',
    params: { rule: 'format' },
  })
  .meta({ id: 'DateTime', format: 'date-time' });

/** Marks a shape of somebody else's API, whose names are on the wire as they stand in code (lib/wire.ts). */
export const asWritten = { 'x-names': 'as-written' } as const;

/** A length of calendar time, such as P1M or PT12H. */
export const Duration = z
  .string()
  .regex(
    /^P(?:\d+(?:\.\d+)?Y)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?W)?(?:\d+(?:\.\d+)?D)?(?:T(?:\d+(?:\.\d+)?H)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?S)?)?$/,
  )
  .meta({ id: 'ISO8601Duration', format: 'ISO8601' });

/** A resource's identity: 26 characters of Crockford base 32, sortable by creation time. */
export const Ulid = z
  .string()
  .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
  .meta({ id: 'ULID' });

/** The name by which code and catalog files refer to a resource: lower-case words joined by single underscores. */
export const ResourceKey = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(?:_[a-z0-9]+)*$/)
  .meta({ id: 'ResourceKey' });
export type ResourceKey = z.infer<typeof ResourceKey>;

/** A text as people see it: composed (NFC), without characters of no width, and without blanks around it. Two that look alike are alike. */
export const asSeen = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u180e\u200b-\u200d\u2060\ufeff]/g, '')
    .trim();

/** A key that belongs to somebody else's system (a customer number, say), so that nearly any text will do; kept as people see it. */
export const ExternalResourceKey = z.string().overwrite(asSeen).min(1).max(256).meta({ id: 'ExternalResourceKey' });

/** Returns the shape of a map of at most `max` entries. Its keys are data: no case conversion touches them. */
export const mapOf = <T extends z.ZodType>(value: T, max: number) =>
  z
    .record(z.string(), value)
    .refine((map) => Object.keys(map).length <= max, { error: `At most ${max} entries are allowed.` })
    .meta({ maxProperties: max });

const LABELS_MAX = 50;

/** Free tags. Their keys are data: no case conversion ever touches them. */
export const Labels = z
  .record(
    z.string(),
    z
      .string()
      .min(1)
      .max(63)
      .regex(/^[a-z0-9A-Z]{1}([a-z0-9A-Z-._]*[a-z0-9A-Z]+)?$/),
  )
  .refine((labels) => Object.keys(labels).length <= LABELS_MAX, { error: `At most ${LABELS_MAX} labels are allowed.` })
  .meta({ id: 'Labels', maxProperties: LABELS_MAX });

/** Marks a field that only the server writes; the mark is all that changes, the shape stays. */
export function readOnly<T extends z.ZodType>(schema: T): T {
  return schema.meta({ readOnly: true });
}

/** The fields a person gives to nearly every resource. */
export const described = {
  name: z.string().min(1).max(256),
  description: z.string().max(1024).optional(),
  labels: Labels.optional(),
};

/** The fields the server gives to every stored resource. */
export const stored = {
  id: readOnly(Ulid),
  createdAt: readOnly(DateTime),
  updatedAt: readOnly(DateTime),
  deletedAt: readOnly(DateTime).optional(),
};
