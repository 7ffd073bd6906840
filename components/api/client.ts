'use client';

import { type QueryClient, type UseQueryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CallOf, Operation, ResultOf } from '@/lib/api/operation';
import { urlOf } from '@/lib/api/url';
import { jsonText, parseJson } from '@/lib/exact-json';
import { dottedPath } from '@/lib/problem';
import { converter } from '@/lib/wire';
import { keyOf, once, settled } from './sent-once';
import { SIGNED_OUT } from './session-door';
import { STRAYED, shownWorkspace } from './shown-workspace';

/** A problem document of the API, as an error. `issues` and `invalidParameters` say where; `current` is there after a stale write. */
export class ProblemFailure extends Error {
  override name = 'ProblemFailure';
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly instance: string;
  constructor(
    readonly status: number,
    readonly problem: ProblemDocument,
  ) {
    super(problem.detail);
    this.title = problem.title;
    this.detail = problem.detail;
    this.code = problem.code;
    this.instance = problem.instance;
  }

  /** Returns the server's message about one field of the request, by its path on the wire (`$.email`); undefined when it says nothing. */
  about(field: string): string | undefined {
    const fault = this.problem.issues?.find((i) => i.field === field)?.message;
    return fault ?? this.problem.invalid_parameters?.find((p) => p.field === dottedPath(field))?.reason;
  }
}

export interface ProblemDocument {
  status: number;
  title: string;
  detail: string;
  code: string;
  instance: string;
  invalid_parameters?: { field: string; rule?: string; reason: string }[];
  issues?: { field: string; code: string; message: string; severity: 'critical' | 'warning'; attributes?: Record<string, unknown> }[];
  [extension: string]: unknown;
}

export interface Answer<T> {
  data: T;
  revision?: number | undefined;
}

interface CallOptions {
  signal?: AbortSignal;
  /** The revision of the copy that is being changed: a newer one on the server refuses the write. */
  revision?: number | undefined;
}

/**
 * Calls an operation over HTTP. A write is sent once, however often it is asked for while it is on its way, and keeps its idempotency key
 * until the server has answered. Throws a ProblemFailure for every answer that is not success.
 */
export function call<O extends Operation>(op: O, input: CallOf<O>, options: CallOptions = {}): Promise<Answer<ResultOf<O>>> {
  const { body } = input as { body?: unknown };
  const headers: Record<string, string> = { accept: 'application/json', ...shownWorkspace() };
  if (op.body) headers['content-type'] = 'application/json';
  if (options.revision !== undefined) headers['if-match'] = `"${options.revision}"`;
  const url = urlOf(op, input);
  const request: RequestInit = {
    method: op.method.toUpperCase(),
    headers,
    ...(op.body && { body: jsonText(converter(op.body).toWire(body)) }),
    ...(options.signal && { signal: options.signal }),
  };
  if (op.method === 'get' || options.signal) return send(op, url, request);
  const write = [request.method, url, headers['x-workspace'], headers['if-match'], request.body].join(' ');
  if (op.method === 'post' && /:(write|manage)$|^session$/.test(op.permission) && !op.secretAnswer)
    headers['idempotency-key'] = keyOf(write);
  return once(write, async () => {
    try {
      const answer = await send(op, url, request);
      settled(write);
      return answer;
    } catch (error) {
      if (error instanceof ProblemFailure && error.status < 500) settled(write); // otherwise it may have been done
      throw error;
    }
  });
}

async function send<O extends Operation>(op: O, url: string, request: RequestInit): Promise<Answer<ResultOf<O>>> {
  const response = await fetch(url, request);
  if (!response.ok) throw await failure(response);
  const etag = /"(\d+)"/.exec(response.headers.get('etag') ?? '')?.[1];
  const data = op.result ? converter(op.result).fromWire(parseJson(await response.text())) : undefined;
  return { data: data as ResultOf<O>, revision: etag === undefined ? undefined : Number(etag) };
}

/** Reads a refused answer; one that is no problem document (a proxy's, say) becomes one. */
export async function failure(response: Response): Promise<ProblemFailure> {
  const text = await response.text();
  try {
    const refused = new ProblemFailure(response.status, JSON.parse(text) as ProblemDocument);
    if (refused.status === 401) window.dispatchEvent(new Event(SIGNED_OUT));
    if (refused.code === 'not_a_member') window.dispatchEvent(new Event(STRAYED));
    return refused;
  } catch {
    const detail = `The server failed with status ${response.status}. Try again in a moment.`;
    return new ProblemFailure(response.status, {
      status: response.status,
      title: response.statusText,
      detail,
      code: 'unexpected',
      instance: '',
    });
  }
}

type ReadOptions<T> = Omit<UseQueryOptions<Answer<T>, Error, Answer<T>>, 'queryKey' | 'queryFn'>;

/** Reads an operation's result and keeps it fresh; prefetched data of the page is used at once. `answer` also has the revision. */
export function useApi<O extends Operation>(op: O, input: CallOf<O>, options: ReadOptions<ResultOf<O>> = {}) {
  const query = useQuery<Answer<ResultOf<O>>, Error, Answer<ResultOf<O>>>({
    queryKey: [op.id, input],
    queryFn: ({ signal }) => call(op, input, { signal }),
    meta: { listOf: op.listOf?.id },
    ...options,
  });
  return { ...query, data: query.data?.data, revision: query.data?.revision };
}

/** Forgets what was read by these operations and by other lists of the same things, so that it is read again where it is shown. */
export function refresh(client: QueryClient, ops: readonly Operation[]): Promise<unknown> {
  const stale = new Set<unknown>(ops.map(({ id }) => id));
  return client.invalidateQueries({ predicate: ({ queryKey, meta }) => stale.has(queryKey[0]) || stale.has(meta?.listOf) });
}

/** Writes by an operation; afterwards everything read by `refreshes` is read again. */
export function useApiMutation<O extends Operation>(op: O, refreshes: readonly Operation[] = []) {
  const client = useQueryClient();
  return useMutation<Answer<ResultOf<O>>, Error, CallOf<O> & { options?: CallOptions }>({
    mutationFn: ({ options, ...input }) => call(op, input as unknown as CallOf<O>, options),
    onSuccess: () => refresh(client, refreshes),
  });
}
