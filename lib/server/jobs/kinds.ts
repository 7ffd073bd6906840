import 'server-only';
import { z } from 'zod';

/** A kind of work that runs by itself. */
interface Kind<P extends z.ZodType> {
  /** Title of the kind, as shown in Settings → Jobs. */
  title: string;
  payload: P;
  /** Returns the subject of a job, in words. */
  about: (payload: z.infer<P>) => string;
  /** Of the waiting jobs with one key there is one: what is asked for twice is done once. Without it each job stands alone. */
  key?: (payload: z.infer<P>) => string;
  /**
   * Jobs of one queue run one after another, those of all workspaces unless its name has `{workspace}` in it. Few names: each is a row that
   * stays.
   */
  queue?: (payload: z.infer<P>) => string;
  /** Number of attempts before the job has failed. */
  attempts: number;
  /** Seconds before the second attempt; each later one waits twice as long, up to `WAIT_MAX_SECONDS`. */
  waitSeconds: number;
  /** Lower numbers run first. */
  priority?: number;
}

const kind = <P extends z.ZodType>(made: Kind<P>): Kind<P> => made;

const WAIT_MAX_SECONDS = 3_600;

const LANES = 64;

/** One of few queues for each of many names: what has one name stays in order, and the queues stay few. */
function lane(name: string): number {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 1_000_003;
  return sum % LANES;
}

/** Every kind of job. Its name is what is stored: a name is never given to another kind. The handlers stand in lib/server/work/handlers.ts. */
export const KINDS = {
  'usage.count': kind({
    title: 'Count events into meters',
    payload: z.strictObject({}),
    about: () => 'new events of all meters',
    key: () => 'all',
    queue: () => 'usage.count {workspace}',
    attempts: 20,
    waitSeconds: 2,
  }),
  'outbox.deliver': kind({
    title: 'Tell a subscriber what happened',
    payload: z.strictObject({ subscriber: z.string(), subject: z.string() }),
    about: ({ subscriber, subject }) => `${subscriber}, about ${subject}`,
    key: ({ subscriber, subject }) => `${subscriber} ${subject}`,
    queue: ({ subscriber, subject }) => `outbox.deliver ${lane(`${subscriber} ${subject}`)}`,
    attempts: 20,
    waitSeconds: 5,
  }),
  'timers.run': kind({
    title: 'Do what falls due',
    payload: z.strictObject({}),
    about: () => 'scheduled work of the workspace',
    key: () => 'all',
    queue: () => 'timers.run {workspace}',
    attempts: 20,
    waitSeconds: 5,
  }),
  'test_clock.advance': kind({
    title: 'Advance the test clock',
    payload: z.strictObject({}),
    about: () => 'everything that falls due on the way',
    key: () => 'all',
    queue: () => 'timers.run {workspace}',
    attempts: 20,
    waitSeconds: 2,
  }),
  'plan_migration.run': kind({
    title: 'Move subscribers to another version',
    payload: z.strictObject({ id: z.string() }),
    about: ({ id }) => `migration ${id}`,
    key: ({ id }) => id,
    queue: () => 'plan_migration.run {workspace}',
    attempts: 20,
    waitSeconds: 5,
  }),
  'outbox.prune': kind({
    title: 'Remove events that everybody was told of',
    payload: z.strictObject({}),
    about: () => 'events older than 30 days',
    key: () => 'all',
    attempts: 5,
    waitSeconds: 60,
    priority: 20,
  }),
  'usage.note_resends': kind({
    title: 'Note events that were sent again',
    payload: z.strictObject({
      /** Source, id and arrival (ISO) of each event of a batch that held duplicates. */
      events: z.array(z.tuple([z.string(), z.string(), z.string()])),
    }),
    about: ({ events }) => `a batch of ${events.length} events`,
    attempts: 5,
    waitSeconds: 10,
    priority: 10,
  }),
  'usage_import.watch': kind({
    title: 'Look after a usage import',
    payload: z.strictObject({ importId: z.string(), fileName: z.string(), rows: z.int() }),
    about: ({ fileName, rows }) => `${fileName}, ${rows.toLocaleString('en-US')} rows read`,
    key: ({ importId }) => importId,
    attempts: 20,
    waitSeconds: 5,
  }),
} satisfies Record<string, Kind<z.ZodType>>;

export type JobKind = keyof typeof KINDS;
export type PayloadOf<K extends JobKind> = z.infer<(typeof KINDS)[K]['payload']>;

/** Returns the kind of a name, or undefined for one that this build does not know. */
export const kindOf = (name: string): Kind<z.ZodType> | undefined => (KINDS as Record<string, Kind<z.ZodType>>)[name];

/** Returns how many seconds a job of a kind waits after its `attempts`-th attempt failed. */
export const waitAfter = ({ waitSeconds }: Pick<Kind<z.ZodType>, 'waitSeconds'>, attempts: number): number =>
  Math.min(WAIT_MAX_SECONDS, waitSeconds * 2 ** Math.min(attempts - 1, 20));
