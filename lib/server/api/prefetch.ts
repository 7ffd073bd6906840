import 'server-only';
import { dehydrate, QueryClient } from '@tanstack/react-query';
import { ZodError } from 'zod';
import type { CallOf, Operation, ResultOf } from '@/lib/api/operation';
import { ProblemError } from '@/lib/problem';
import type { Answered } from '@/lib/server/api/edge/edge';
import { routes } from './app';
import { requireCaller } from './page-caller';

/** One read that a page wants done before it is sent: the operation and the input that its components will ask with. */
export type Prefetch = readonly [op: Operation, input: unknown];

/** Typed as the components' calls are, so that the keys agree. */
export const read = <O extends Operation>(op: O, input: CallOf<O>): Prefetch => [op, input];

/** Runs one read straight on its verb. Undefined where it is refused or finds nothing: the component asks again and shows why. */
async function answerOf([op, input]: Prefetch): Promise<Answered | undefined> {
  const route = routes.find((r) => r.op.id === op.id);
  if (!route?.local) return undefined;
  try {
    return await route.local(await requireCaller(), parsed(op, input));
  } catch (e) {
    // An address that somebody typed may name ids and days that are none.
    if (e instanceof ProblemError || e instanceof ZodError) return undefined;
    throw e;
  }
}

/** Reads that a page needs before it can choose its other reads. */
export async function readNow<O extends Operation>(op: O, input: CallOf<O>): Promise<ResultOf<O> | undefined> {
  return (await answerOf([op, input]))?.data as ResultOf<O> | undefined;
}

/** Runs the reads of a page and gives the state to hydrate, so that nothing is fetched twice. */
export async function prefetch(reads: readonly Prefetch[]) {
  const client = new QueryClient();
  await Promise.all(
    reads.map(async ([op, input]) => {
      const answer = await answerOf([op, input]);
      if (answer) client.setQueryData([op.id, input], answer);
    }),
  );
  return dehydrate(client);
}

/** Defaults filled in, as the edge would. */
function parsed(op: Operation, input: unknown): unknown {
  const given = input as { params?: unknown; query?: unknown; body?: unknown };
  return {
    ...(op.params && { params: op.params.parse(given.params) }),
    ...(op.query && { query: op.query.parse(given.query ?? {}) }),
    ...(op.body && { body: op.body.parse(given.body) }),
  };
}
