// Traffic and questions of the fault tests: numbered events from a few connections, and two meters over them.
import { Agent, request } from 'node:http';

export interface Sent {
  first: number;
  count: number;
}

export interface Tenant {
  id: string;
  secret: string;
}

/** Two workspaces with a key each; the first has a meter that counts and one that adds up. */
export async function prepare(): Promise<{ mine: Tenant; other: Tenant }> {
  const { transaction } = await import('@/lib/server/core/db');
  const { newId } = await import('@/lib/server/core/id');
  const { newApiKeySecret } = await import('@/lib/server/identity/principal');
  const tenant = async (): Promise<Tenant> => {
    const [id, key] = [newId(), newApiKeySecret()];
    await transaction({ workspaceId: id }, async (tx) => {
      await tx.workspace.create({ data: { id, key: id.toLowerCase(), name: 'Fault' } });
      await tx.apiKey.create({ data: { id: newId(), workspaceId: id, name: 'fault', prefix: key.prefix, hash: key.hash, role: 'editor' } });
      for (const [key, aggregation] of [
        ['count', 'count'],
        ['sum', 'sum'],
      ] as const) {
        const valueProperty = aggregation === 'sum' ? '$.v' : null;
        await tx.meter.create({
          data: { id: newId(), workspaceId: id, key, name: key, aggregation, eventType: 'fault', valueProperty, dimensions: {} },
        });
      }
    });
    return { id, secret: key.secret };
  };
  return { mine: await tenant(), other: await tenant() };
}

export const numbersOf = ({ first, count }: Sent) => Array.from({ length: count }, (_, i) => first + i);
export const total = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + BigInt(n), 0n);

// Every third event names no time: it must be the same event whenever it is sent again.
export const eventOf = (n: number, v: string) =>
  `{"id":"${n}","source":"fault","type":"fault","subject":"s${n % 50}"${n % 3 ? `,"time":"2026-10-${String(1 + (n % 28)).padStart(2, '0')}T00:00:00Z"` : ''},"data":{"v":${v}}}`;
export const bodyOf = (batch: Sent, v?: string) =>
  `[${numbersOf(batch)
    .map((n) => eventOf(n, v ?? String(n)))
    .join(',')}]`;

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends a body; gives the status, or 0 when the connection broke (`cut` breaks it in the middle of the body). */
export function post(port: number, secret: string, body: string, cut = false): Promise<number> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const path = '/api/v3/openmeter/events';
    const req = request({ port, host: '127.0.0.1', path, method: 'POST', agent, headers, timeout: 20_000 }, (res) => {
      res
        .resume()
        .on('end', () => resolve(res.statusCode ?? 0))
        .on('error', () => resolve(0));
    });
    req.on('error', () => resolve(0)).on('timeout', () => req.destroy());
    if (!cut) req.end(body);
    else req.write(body.slice(0, body.length / 2), () => req.destroy());
  });
}

export async function askMeters(port: number, secret: string): Promise<{ count: string; sum: string }> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const base = `http://127.0.0.1:${port}/api/v3/openmeter/meters`;
  const meters = (await (await fetch(base, { headers })).json()) as { data: { id: string; key: string }[] };
  const value = async (key: string) => {
    const id = meters.data.find((m) => m.key === key)?.id;
    const answer = await fetch(`${base}/${id}/query`, { method: 'POST', headers, body: '{}' });
    return ((await answer.json()) as { data: { value: string }[] }).data[0]?.value ?? 'nothing';
  };
  return { count: await value('count'), sum: await value('sum') };
}

/** The same faults for the same seed: a linear congruential generator is random enough. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
