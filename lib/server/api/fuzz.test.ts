import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Operation } from '@/lib/api/operation';
import { MAXIMUM_RULES, MINIMUM_RULES, PLAIN_RULES } from '@/lib/problem';
import { rightBodies } from '@/lib/server/testing/sample-bodies';
import { published, publishedAddOn } from '@/lib/server/testing/sample-plans';
import { subscribed } from '@/lib/server/testing/sample-subscriptions';
import { type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { converter } from '@/lib/wire';
import { api, routes } from './app';
import { changed, ID_AT, idAt, type Json, requestTo } from './arbitrary-request';
import { openApiDocument } from './openapi';

/** Number of requests and longest duration. `FUZZ_REQUESTS=200000 FUZZ_SECONDS=3600 FUZZ_SEED=$RANDOM` for a night. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 4000);
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 25);
/** The same requests every time, as far as those before them end alike; another number asks others. */
const SEED = Number(process.env.FUZZ_SEED ?? 2026);
/** At once: what people do at the same time must not fail either. */
const AT_ONCE = 6;

const operations: readonly Operation[] = routes.map((route) => route.op);
const operation = (id: string): Operation => {
  const found = operations.find((op) => op.id === id);
  if (!found) throw new Error(`there is no operation ${id}`);
  return found;
};
const lists = operations.filter((op) => op.method === 'get' && op.query && !op.params && op.result);
const document = JSON.parse(JSON.stringify(openApiDocument(routes)));

type Answered = { status: number; type: string; text: string; json: unknown };

const told = { field: z.string(), reason: z.string().min(1), source: z.enum(['body', 'query']).optional() };
const PARAMETER = z.discriminatedUnion('rule', [
  z.strictObject({ ...told, rule: z.enum(PLAIN_RULES) }),
  z.strictObject({ ...told, rule: z.enum(MINIMUM_RULES), minimum: z.number() }),
  z.strictObject({ ...told, rule: z.enum(MAXIMUM_RULES), maximum: z.number() }),
  z.strictObject({ ...told, rule: z.literal('enum'), choices: z.array(z.unknown()).min(1) }),
]);
const PROBLEM = z.looseObject({
  ...{ status: z.int(), title: z.string(), detail: z.string().regex(/\S/), instance: z.string(), code: z.string() },
  invalid_parameters: z.array(PARAMETER).min(1).optional(),
  extensions: z
    .object({
      validationErrors: z.array(
        z.strictObject({ code: z.string(), field: z.string().startsWith('$'), message: z.string(), severity: z.string() }),
      ),
    })
    .optional(),
});

/** The ids there are, by the name that paths have for them; what the operations make joins them. */
class Pools {
  readonly ids = new Map<string, string[]>();

  add(kind: string, id: string): void {
    const known = this.ids.get(kind) ?? [];
    if (!known.includes(id)) this.ids.set(kind, [...known, id]);
  }

  /** Keeps what an operation made or listed, for the operations whose paths go on with its id. */
  keep(op: Operation, body: unknown): void {
    const id = (body as { id?: unknown } | null | undefined)?.id;
    const below = operations.find((other) => other.path.startsWith(`${op.path}/{`))?.path.slice(op.path.length + 2);
    const kind = /\{(\w+)\}$/.exec(op.path)?.[1] ?? below?.split('}')[0];
    if (typeof id === 'string' && kind) this.add(kind, id);
  }

  /** A text with its places for ids filled in. */
  filled(text: string): string {
    const all = [...this.ids.values()].flat();
    return text.replace(ID_AT, (_, n) => all.at(Number(n) % all.length) ?? '');
  }

  path(op: Operation, pick: number, oddId: string | null): string {
    const id = (kind: string) => this.ids.get(kind)?.at(-1 - (pick % Math.min(6, this.ids.get(kind)?.length ?? 1)));
    return op.path.replace(/\{(\w+)\}/g, (_, kind) => encodeURIComponent(oddId ?? id(kind) ?? this.filled(idAt(pick))));
  }
}

/** A workspace in which there is one of nearly everything. */
async function stocked() {
  const w = await testWorkspace();
  const pools = new Pools();
  const addOnId = await publishedAddOn(w);
  const samples: Record<string, object> = await rightBodies(w, addOnId);
  for (const [id, body] of Object.entries(samples)) {
    const op = operation(id);
    if (op.status === 201 && !op.params) await w.call('POST', op.path, body, { role: 'owner' });
  }
  pools.add('planId', await published(w, { key: 'sold' }));
  await subscribed(w, 'sold', 'subscriber');
  pools.add('workspaceId', w.id);
  for (const op of lists) {
    const { body } = await w.call('GET', op.path, undefined, { role: 'owner' });
    for (const row of body?.data ?? []) pools.keep(op, row);
  }
  return { w, pools, samples };
}

async function senderIn(w: TestWorkspace) {
  const owner = () => testPerson([{ workspaceId: w.id, role: 'owner' }]);
  const person = (await owner()).headers;
  const authorization = `Bearer ${await w.secret('owner')}`;
  return async (op: Operation, path: string, given: Record<string, string>, body: string | undefined): Promise<Answered> => {
    const session = op.id === 'end-all-sessions' ? (await owner()).headers : person;
    const identity: Record<string, string> = op.permission === 'session' ? { ...session, 'x-workspace': w.key } : { authorization };
    const headers = { ...identity, ...given };
    const init = { method: op.method.toUpperCase(), headers, ...(body !== undefined && { body }) };
    const response = await api.request(new Request(`http://localhost:3000${path}`, init));
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('text/event-stream')) {
      await response.body?.cancel();
      return { status: response.status, type: 'text/event-stream', text: '', json: undefined };
    }
    const text = await response.text();
    // A refusal in protobuf is a Status, whose message is text.
    if (/protobuf/.test(type))
      return { status: response.status, type: type.split(';')[0] ?? '', text, json: response.ok ? undefined : { detail: text } };
    return {
      status: response.status,
      type: type.split(';')[0] ?? '',
      text,
      json: /json/.test(type) && text ? JSON.parse(text) : undefined,
    };
  };
}

/** Returns the fault of an answer, in words: it failed by itself, or its status, media type or shape is not as the document says. */
function faultOf(op: Operation, { status, type, text, json }: Answered): string | undefined {
  if (status >= 500) return `${status} ${text}`;
  const documented = document.paths[op.path][op.method].responses[status];
  if (!documented) return `${status} is not documented: ${text}`;
  const types = Object.keys(documented.content ?? (documented.$ref ? { 'application/problem+json': 0 } : {}));
  if (text && !types.includes(type)) return `${status} as ${type}, not as ${types.join(' or ')}`;
  if (type === 'application/x-protobuf') return undefined;
  if (status >= 400) {
    const refusal = PROBLEM.safeParse(json);
    return refusal.success ? undefined : `${status} against its shape, ${JSON.stringify(refusal.error.issues)}: ${text}`;
  }
  if (json === undefined || !op.result) return undefined;
  const parsed = op.result.safeParse(converter(op.result).fromWire(json));
  return parsed.success ? undefined : `${JSON.stringify(parsed.error.issues).slice(0, 500)} in ${text.slice(0, 2000)}`;
}

it('no input makes an operation fail by itself, and what is stored reads as it should', { timeout: SECONDS * 1000 + 120_000 }, async () => {
  const { w, pools, samples } = await stocked();
  const send = await senderIn(w);
  const requests = new Map(operations.map((op) => [op.id, requestTo(document, op, samples[op.id] as Json | undefined)]));
  const request = fc.constantFrom(...requests.keys()).chain((id) => requests.get(id) ?? fc.constant(null as never));
  const faults = new Map<string, string>();
  const succeeded = new Map<string, number>();
  let sent = 0;

  const attempt = async ({ id, body, query, changes, pick, oddId, headers }: typeof request extends fc.Arbitrary<infer T> ? T : never) => {
    const op = operation(id);
    const serial = sent++;
    const search = query.length ? `?${new URLSearchParams(query.map(([name, value]) => [name, pools.filled(value)]))}` : '';
    const path = pools.path(op, pick, oddId) + search;
    let value = body && changes.reduce(changed, body.value);
    // A key of its own most of the time, or nearly everything would be refused for being there already.
    if (serial % 4 && typeof value === 'object' && value !== null && 'key' in value && value.key) value = { ...value, key: `k_${serial}` };
    const plain = typeof value === 'string' && body?.type !== 'application/json';
    const text = value === undefined ? undefined : pools.filled(plain ? (value as string) : JSON.stringify(value));
    const answer = await send(op, path, { ...headers, ...(body && { 'content-type': body.type }) }, text);
    const fault = faultOf(op, answer);
    if (fault && !faults.has(id)) faults.set(id, `${op.method} ${path} ${JSON.stringify(headers)} ${text}: ${fault}`);
    if (answer.status < 300) succeeded.set(id, (succeeded.get(id) ?? 0) + 1);
    if (answer.status < 300 && op.method !== 'get') pools.keep(op, answer.json);
  };
  const several = fc.array(request, { minLength: AT_ONCE, maxLength: AT_ONCE });
  await fc.assert(
    fc.asyncProperty(several, async (list) => {
      await Promise.all(list.map(attempt));
    }),
    { numRuns: Math.ceil(REQUESTS / AT_ONCE), interruptAfterTimeLimit: SECONDS * 1000, endOnFailure: true, seed: SEED },
  );

  let read = 0;
  const readBack = async (op: Operation, path: string) => {
    const fault = faultOf(op, await send(op, path, {}, undefined));
    if (fault) faults.set(op.id, `read back at ${path}: ${fault}`);
    read++;
  };
  for (const op of operations.filter(({ method, path }) => method === 'get' && /^[^{]*\{\w+\}$/.test(path))) {
    for (const id of pools.ids.get(/\{(\w+)\}$/.exec(op.path)?.[1] ?? '') ?? []) await readBack(op, op.path.replace(/\{\w+\}$/, id));
  }
  for (const op of lists) await readBack(op, `${op.path}${'page' in (op.query?.shape ?? {}) ? '?page[size]=1000' : ''}`);

  expect([...faults].map(([id, fault]) => `${id}: ${fault}`)).toEqual([]);
  const good = [...succeeded.values()].reduce((sum, n) => sum + n, 0);
  console.log(
    `fuzz: ${sent} requests to ${operations.length} operations, ${good} of them succeeded (in ${succeeded.size} operations), none failed; ${read} reads of what was stored`,
  );
  expect(succeeded.size).toBeGreaterThan(10); // or nothing was stored that could be read back
});
