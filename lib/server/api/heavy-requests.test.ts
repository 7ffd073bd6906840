import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import type { Operation } from '@/lib/api/operation';
import { rightBodies } from '@/lib/server/testing/sample-bodies';
import { publishedAddOn } from '@/lib/server/testing/sample-plans';
import { testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { maximum, snake } from '@/lib/wire';
import { api, routes } from './app';

const operations: readonly Operation[] = routes.map((route) => route.op);

/** Processor time that one request may take, which is what the event loop stands still at most; other programs do not change it. */
const CPU_MS_MAX = 1_000;
const ANSWER_MAX = 256 * 1024;
const HEAP_GROWTH_MAX = 96 * 1024 * 1024;

type Schema = z.core.$ZodTypes;

/** Every list and map that a body can hold and whose shape does not say how long it may be. */
function unbounded(schema: Schema, path: string, seen = new Set<Schema>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const def = schema._zod.def;
  const here = (def.type === 'array' || def.type === 'record') && !Number.isFinite(maximum(schema)) ? [path] : [];
  const inside: [string, unknown][] = [];
  if (def.type === 'object') inside.push(...Object.entries(def.shape));
  else if (def.type === 'array') inside.push(['[]', def.element]);
  else if (def.type === 'record') inside.push(['{}', def.valueType]);
  else if (def.type === 'union') inside.push(...def.options.map((option): [string, unknown] => ['|', option]));
  else if (def.type === 'pipe') inside.push(['', def.in], ['', def.out]);
  else if (def.type === 'lazy') inside.push(['', def.getter()]);
  else if ('innerType' in def) inside.push(['', def.innerType]);
  return [...here, ...inside.flatMap(([name, part]) => unbounded(part as Schema, `${path}.${name}`, seen))];
}

it('every list and map that the shape of a body holds says how long it may be', () => {
  // Usage is read without these shapes: its values are counted in the text.
  const counted = new Set([
    'ingest-metering-events',
    'ingest-kong',
    'ingest-openai',
    'ingest-anthropic',
    'ingest-otlp-metrics',
    'ingest-otlp-logs',
    'ingest-otlp-traces',
    'ingest-openmeter-events',
  ]);
  const faults = operations.flatMap((op) => (op.body && !counted.has(op.id) ? unbounded(op.body as z.core.$ZodType as Schema, op.id) : []));
  expect(faults).toEqual([]);
});

const many = <T>(n: number, item: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => item(i));
const list = (n: number, item: string) => `[${`${item},`.repeat(n - 1)}${item}]`;
const members = (n: number, value: string) => `{${many(n, (i) => `"k${i}":${value}`).join(',')}}`;

/** The names under which a body takes lists and objects, so that what is wide stands where it is read. */
function nested(schema: Schema | undefined): string[] {
  const def = schema?._zod.def;
  if (!def) return [];
  if ('innerType' in def) return nested(def.innerType as Schema);
  if (def.type === 'pipe') return nested(def.in as Schema);
  if (def.type === 'union') return def.options.flatMap((option) => nested(option as Schema));
  return def.type === 'object' ? Object.keys(def.shape).map(snake) : [];
}

interface Attack {
  name: string;
  type?: string;
  text?: string;
  gzip?: boolean;
  query?: string;
}

/** Hostile requests to an operation: wide, deep and long bodies, each also where its shape takes something, files, and long queries. */
function attacksOn(op: Operation, sample: unknown): Attack[] {
  const wide: Attack[] = [
    { name: 'a wide list', text: list(100_000, '{}') },
    { name: 'a wide object', text: members(100_000, '1') },
    { name: 'many unknown fields within the bound', text: members(20_000, 'null') },
    { name: 'a deep list', text: `${'['.repeat(200_000)}${']'.repeat(200_000)}` },
    { name: 'a deep object', text: `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}` },
    { name: 'a long text', text: JSON.stringify('x'.repeat(1_000_000)) },
    { name: 'a long name', text: JSON.stringify({ ['x'.repeat(1_000_000)]: 1 }) },
    { name: 'a bomb of lists', text: list(1_000_000, '{}'), gzip: true },
    { name: 'a bomb of blanks', text: `${' '.repeat(12_000_000)}1`, gzip: true },
  ];
  const given = typeof sample === 'object' && sample !== null ? sample : {};
  const within = nested(op.body as Schema | undefined).flatMap((name): Attack[] => {
    const put = (value: string) => `${JSON.stringify({ ...given, [name]: '@' }).replace('"@"', () => value)}`;
    return [
      { name: `a wide list as ${name}`, text: put(list(20_000, '{}')) },
      { name: `a wide object as ${name}`, text: put(members(9_000, '{"a":1}')) },
    ];
  });
  const isFile = op.method !== 'get' && !op.body;
  const files: Attack[] = !isFile
    ? []
    : [
        { name: 'a catalog of many keys', type: 'application/yaml', text: many(25_000, (i) => `k${i}: 1`).join('\n') },
        { name: 'a catalog of keys within keys', type: 'application/yaml', text: '? '.repeat(20_000) },
        { name: 'a catalog of aliases', type: 'application/yaml', text: `a: &a [1]\n${many(20_000, (i) => `k${i}: *a`).join('\n')}` },
        { name: 'a catalog of faults', type: 'application/yaml', text: `plans: ${list(4_000, '{x: 1}')}` },
        { name: 'a line of many values', type: 'application/x-ndjson', text: `{"a":${list(400_000, '1')}}\n` },
        {
          name: 'a table of many columns',
          type: 'text/csv',
          text: `${many(100_000, (i) => `c${i}`).join(',')}\n${'1,'.repeat(99_999)}1\n`,
        },
      ];
  const queries: Attack[] = [
    { name: 'a deep query', query: `a${'[b]'.repeat(9_000)}=1` },
    { name: 'a wide query', query: many(5_000, (i) => `a[${i}]=1`).join('&') },
    { name: 'one parameter often', query: 'page[size]=1&'.repeat(2_000) },
  ];
  return [...(op.method === 'get' ? [] : [...wide, ...within, ...files]), ...queries];
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it('no request keeps the process busy, is answered at length, or leaves its memory behind', { timeout: 400_000 }, async () => {
  const w = await testWorkspace();
  const samples: Record<string, object> = await rightBodies(w, await publishedAddOn(w));
  const person = (await testPerson([{ workspaceId: w.id, role: 'owner' }])).headers;
  const authorization = `Bearer ${await w.secret('owner')}`;
  const zipped = new Map<string, Uint8Array>();
  const bodyOf = ({ text, gzip, name }: Attack): BodyInit | undefined => {
    if (!gzip || text === undefined) return text;
    const made = zipped.get(name) ?? gzipSync(text);
    zipped.set(name, made);
    return made as BodyInit;
  };
  let sent = 0;
  let slowest = { ms: 0, what: '' };
  let longest = { bytes: 0, what: '' };
  const faults: string[] = [];

  const fire = async (op: Operation, attack: Attack) => {
    const path = op.path.replace(/\{\w+\}/g, '01ARZ3NDEKTSV4RRFFQ69G5FAV');
    const identity: Record<string, string> = op.permission === 'session' ? { ...person, 'x-workspace': w.key } : { authorization };
    const body = bodyOf(attack);
    const headers = {
      ...identity,
      ...(body !== undefined && { 'content-type': attack.type ?? 'application/json' }),
      ...(attack.gzip && { 'content-encoding': 'gzip' }),
    };
    const url = `http://localhost:3000${path}${attack.query ? `?${attack.query}` : ''}`;
    const before = process.cpuUsage();
    const response = await api.request(new Request(url, { method: op.method.toUpperCase(), headers, ...(body !== undefined && { body }) }));
    const live = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
    const bytes = live ? 0 : (await response.arrayBuffer()).byteLength;
    if (live) await response.body?.cancel();
    const used = process.cpuUsage(before);
    const ms = (used.user + used.system) / 1000;
    sent++;
    const what = `${op.id}: ${attack.name} (${response.status})`;
    if (ms > slowest.ms) slowest = { ms, what };
    if (bytes > longest.bytes) longest = { bytes, what };
    if (ms > CPU_MS_MAX) faults.push(`${what} took ${Math.round(ms)} ms`);
    if (bytes > ANSWER_MAX) faults.push(`${what} was answered with ${bytes} bytes`);
    if (response.status >= 500) faults.push(what);
  };
  // One operation of each kind first, so that what is kept for good is there before memory is measured.
  for (const op of operations.slice(0, 5)) for (const attack of attacksOn(op, samples[op.id])) await fire(op, attack);
  const settle = async () => {
    collect();
    await pause(20);
    collect();
    return process.memoryUsage().heapUsed;
  };
  const heap = await settle();
  for (const op of operations.filter(({ id }) => id !== 'end-all-sessions')) {
    for (const attack of attacksOn(op, samples[op.id])) await fire(op, attack);
  }
  const grown = (await settle()) - heap;
  console.log(
    `heavy requests: ${sent} to ${operations.length} operations; slowest ${Math.round(slowest.ms)} ms (${slowest.what}); longest answer ${longest.bytes} bytes (${longest.what}); heap ${Math.round(grown / 1024 / 1024)} MB more than before`,
  );
  expect(faults).toEqual([]);
  expect(grown).toBeLessThan(HEAP_GROWTH_MAX);
});
