import 'server-only';
import type { Operation } from '@/lib/api/operation';
import { type Answer, answer, type TestWorkspace } from '@/lib/server/testing/workspace';

// Writes that the test of pairs sends, of things that are made anew for each race.

/** A write of a thing, ready to be sent. */
export interface Act {
  name: string;
  op: Operation;
  send(requestId: string): Promise<Answer>;
  /** It can be done once only: of two, one at most leaves its entry. */
  once: boolean;
  /** Done a second time, it is answered with success and leaves no entry. */
  idle: boolean;
  /** Why it leaves no entry in the audit log, where it leaves none. */
  unlogged?: string | undefined;
}

/** Something that is written to. */
export interface Thing {
  name: string;
  /** Each race has a workspace of its own: the thing is the workspace, or there is one of it in each. */
  alone?: boolean;
  /** Acts that a thing in this state refuses, and must. */
  refused?: readonly string[];
  make(w: TestWorkspace, key: string): Promise<Act[]>;
  /** Finds faults of the workspace after races in it. */
  faults?(w: TestWorkspace): Promise<string[]>;
}

interface Options {
  name?: string;
  params?: Record<string, string>;
  query?: string;
  body?: object;
  /** A body that is no JSON, with its type. */
  text?: [text: string, type: string];
  /** Headers of a person; an API key of an admin asks when absent. */
  headers?: Record<string, string> | undefined;
  /** The revision that the caller's copy had. */
  ifMatch?: number;
  once?: boolean;
  idle?: boolean;
  unlogged?: string;
}

export function act(w: TestWorkspace, op: Operation, options: Options = {}): Act {
  const { name = op.id, params = {}, query = '', body, text, ifMatch, once = false, idle = false, unlogged } = options;
  const path = op.path.replace(/\{(\w+)\}/g, (_, param) => params[param] ?? `no ${param}`) + query;
  const send = (requestId: string) => {
    const headers: Record<string, string> = { 'x-request-id': requestId, ...options.headers };
    if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
    if (text) headers['content-type'] = text[1];
    const method = op.method.toUpperCase();
    return options.headers || op.permission === 'none'
      ? answer(method, path, text?.[0] ?? body, headers)
      : w.call(method, path, text?.[0] ?? body, { headers });
  };
  return { name, op, send, once, idle, unlogged };
}

/** Sends a write that a thing is made of, which must succeed. Gives its answer's body. */
export async function made(w: TestWorkspace, method: string, path: string, body?: unknown): Promise<Answer['body']> {
  const { status, body: result } = await w.call(method, path, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(result)}`);
  return result;
}
