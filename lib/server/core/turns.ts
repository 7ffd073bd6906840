import 'server-only';
import { problem } from '@/lib/problem';

interface Line {
  running: number;
  waiting: (() => void)[];
}

interface TurnLimits {
  /** The kind of work in a sentence: "meter queries". */
  of: string;
  /** Number of requests that one workspace runs at once. */
  running: number;
  /** Number of requests of one workspace that may wait; further ones are refused. */
  waiting: number;
  retryAfterSeconds: number;
}

/**
 * Gives each workspace its own turns at a kind of work, so that one that asks too much waits for itself and for nobody else. A turn is taken with
 * `take`, which gives what ends it; with too many in line it throws `rate_limited`.
 */
export function turns({ of, running, waiting, retryAfterSeconds }: TurnLimits) {
  const lines = new Map<string, Line>();
  const end = (workspaceId: string, line: Line) => {
    const next = line.waiting.shift();
    if (next) return next(); // the turn passes on
    line.running--;
    if (line.running === 0) lines.delete(workspaceId);
  };
  const take = async (workspaceId: string): Promise<() => void> => {
    const line = lines.get(workspaceId) ?? { running: 0, waiting: [] };
    lines.set(workspaceId, line);
    if (line.running < running) line.running++;
    else if (line.waiting.length < waiting) await new Promise<void>((resolve) => line.waiting.push(resolve));
    else
      throw problem(
        'rate_limited',
        `This workspace has ${running} ${of} under way, and ${waiting} in line. Ask again when they are done.`,
        {
          retryAfterSeconds,
        },
      );
    let ended = false;
    return () => {
      if (!ended) end(workspaceId, line);
      ended = true;
    };
  };
  const during = async <T>(workspaceId: string, work: () => Promise<T>): Promise<T> => {
    const done = await take(workspaceId);
    try {
      return await work();
    } finally {
      done();
    }
  };
  return { take, during };
}
