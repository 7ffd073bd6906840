import { z } from 'zod';
import { DateTime, readOnly } from '@/lib/fields';
import { cursorPageOf } from '@/lib/paging';
import { CustomerReference } from './customer';

/** A scheme and something after it, of the characters that RFC 3986 allows. */
export const ABSOLUTE_URI = /^[a-z][a-z\d+.-]*:(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})+$/i;

/** A usage event in the CloudEvents 1.0 form. `source` and `id` together identify it for ever. */
export const MeteringEvent = z
  .strictObject({
    id: z.string().min(1),
    source: z.string().min(1).meta({ format: 'uri-reference' }),
    specversion: z.string().min(1).meta({ default: '1.0' }),
    type: z.string().min(1),
    datacontenttype: z.literal('application/json').nullable().optional(),
    dataschema: z
      .string()
      .min(1)
      .refine((text) => ABSOLUTE_URI.test(text), { error: 'must be an absolute URI', params: { rule: 'format' } })
      .nullable()
      .meta({ format: 'uri' })
      .optional(),
    subject: z.string().min(1),
    time: DateTime.nullable().optional(),
    data: z.record(z.string(), z.unknown()).nullable().optional(),
  })
  .meta({ id: 'MeteringEvent' });
export type MeteringEvent = z.infer<typeof MeteringEvent>;

/** Why a meter could not count an event that was well formed otherwise. */
export const MeteringIngestedEventValidationError = z
  .strictObject({
    code: readOnly(z.string()),
    message: readOnly(z.string()),
    attributes: readOnly(z.record(z.string(), z.unknown())).optional(),
  })
  .meta({ id: 'MeteringIngestedEventValidationError' });
export type MeteringIngestedEventValidationError = z.infer<typeof MeteringIngestedEventValidationError>;

/** An event as it was kept: whose it is, when it arrived, when it became durable, and what meters said of it. */
export const MeteringIngestedEvent = z
  .strictObject({
    event: MeteringEvent,
    customer: CustomerReference.optional(),
    ingestedAt: DateTime,
    storedAt: DateTime,
    validationErrors: z.array(MeteringIngestedEventValidationError).optional(),
  })
  .meta({ id: 'MeteringIngestedEvent' });
export type MeteringIngestedEvent = z.infer<typeof MeteringIngestedEvent>;

export const IngestedEventPaginatedResponse = cursorPageOf(MeteringIngestedEvent, 'IngestedEventPaginatedResponse');

export const EVENTS_PER_BATCH_MAX = 10_000;
