import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime } from '@/lib/fields';

const tag = 'Sources';

export const SenderKind = z.enum(['source', 'type']);

const MINUTES_MAX = 60 * 24 * 60;

/** When silence is told: by the sender's own rhythm, after so many minutes, or never. */
const QuietWatch = z
  .discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('automatic') }),
    z.strictObject({ mode: z.literal('after'), minutes: z.int().min(1).max(MINUTES_MAX) }),
    z.strictObject({ mode: z.literal('never') }),
  ])
  .meta({ id: 'QuietWatch' });

export const UsageSilence = z
  .strictObject({ minutes: z.int(), usualMinutes: z.int().optional(), limitMinutes: z.int().optional(), isUnusual: z.boolean() })
  .meta({ id: 'UsageSilence' });

/** A source of events, or a type of them: when it came first and last, how often, and whether it is quieter than usual. */
export const UsageSender = z
  .strictObject({
    kind: SenderKind,
    name: z.string(),
    events: z.int(),
    firstAt: DateTime,
    lastAt: DateTime,
    watch: QuietWatch,
    silence: UsageSilence,
  })
  .meta({ id: 'UsageSender' });
export type UsageSender = z.infer<typeof UsageSender>;

export const listUsageSenders = operation({
  id: 'list-usage-senders',
  method: 'get',
  path: `${V1}/usage/senders`,
  tag,
  summary: 'List the sources and types of events: how much came, when last, and whether a regular one fell silent',
  permission: 'events:read',
  query: z.strictObject({ kind: SenderKind.optional() }),
  result: z.strictObject({ data: z.array(UsageSender) }).meta({ id: 'ListUsageSendersResponse' }),
});

export const watchUsageSender = operation({
  id: 'watch-usage-sender',
  method: 'put',
  path: `${V1}/usage/senders/watch`,
  tag,
  summary: 'Say when the silence of a source or a type is told: by its rhythm, after so many minutes, or never',
  permission: 'events:write',
  body: z.strictObject({ kind: SenderKind, name: z.string().min(1).max(400), watch: QuietWatch }).meta({ id: 'WatchUsageSenderRequest' }),
  result: UsageSender,
  refusals: [404],
});
