import 'server-only';
import { z } from 'zod';

/** A kind of work that runs by itself. */
interface Kind<P extends z.ZodType> {
  /** What it does, in words, as Settings → Jobs says it. */
  title: string;
  payload: P;
  /** What one job is about, in words. */
  about: (payload: z.infer<P>) => string;
  /** Of the waiting jobs with one key there is one: what is asked for twice is done once. Without it each job stands alone. */
  key?: (payload: z.infer<P>) => string;
  /** Jobs of one queue of a workspace run one after another. Few names: each is a row that stays. */
  queue?: (payload: z.infer<P>) => string;
  /** How often it is tried before it has failed for good. */
  attempts: number;
  /** Seconds before the second attempt; each later one waits twice as long, up to `WAIT_MAX_SECONDS`. */
  waitSeconds: number;
  /** Lower numbers run first. */
  priority?: number;
}

const kind = <P extends z.ZodType>(made: Kind<P>): Kind<P> => made;

const WAIT_MAX_SECONDS = 3_600;

/** Every kind of job. Its name is what is stored: a name is never given to another kind. The handlers stand in lib/server/work/handlers.ts. */
export const KINDS = {
  'usage.count': kind({
    title: 'Count events into meters',
    payload: z.strictObject({}),
    about: () => 'new events of all meters',
    key: () => 'all',
    queue: () => 'usage.count',
    attempts: 20,
    waitSeconds: 2,
  }),
} satisfies Record<string, Kind<z.ZodType>>;

export type JobKind = keyof typeof KINDS;
export type PayloadOf<K extends JobKind> = z.infer<(typeof KINDS)[K]['payload']>;

/** Returns the kind of a name, or undefined for one that this build does not know. */
export const kindOf = (name: string): Kind<z.ZodType> | undefined => (KINDS as Record<string, Kind<z.ZodType>>)[name];

/** Returns how many seconds a job of a kind waits after its `attempts`-th attempt failed. */
export const waitAfter = ({ waitSeconds }: Pick<Kind<z.ZodType>, 'waitSeconds'>, attempts: number): number =>
  Math.min(WAIT_MAX_SECONDS, waitSeconds * 2 ** Math.min(attempts - 1, 20));
