import 'server-only';
import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { CallOf, Operation } from '@/lib/api/operation';
import { ProblemError } from '@/lib/problem';
import { routes } from './api/app';
import { requireCaller } from './session';

/** One read that a page wants done before it is sent: the operation and the input that its components will ask with. */
export type Prefetch = readonly [op: Operation, input: unknown];

/** Typed as the components' calls are, so that the keys agree. */
export const read = <O extends Operation>(op: O, input: CallOf<O>): Prefetch => [op, input];

/**
 * Runs the reads of a page straight on the verbs and gives the state to hydrate. A read that is refused or finds nothing is left out:
 * the component asks again over HTTP and shows the problem where it belongs.
 */
export async function prefetch(reads: readonly Prefetch[]) {
  const who = await requireCaller();
  const client = new QueryClient();
  await Promise.all(
    reads.map(async ([op, input]) => {
      const route = routes.find((r) => r.op.id === op.id);
      if (!route?.local) return;
      try {
        client.setQueryData([op.id, input], await route.local(who, parsed(op, input)));
      } catch (e) {
        if (!(e instanceof ProblemError)) throw e;
      }
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
