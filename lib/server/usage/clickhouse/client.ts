import 'server-only';
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client';
import { problem } from '@/lib/problem';
import { env } from '@/lib/server/core/env';
import { log } from '@/lib/server/core/log';
import { TABLES } from './schema';

// The process may load this module twice (the API's copy and the one inside Next): both share the connection.
const holder = globalThis as { ratebookClickHouse?: { client: ClickHouseClient; ready?: Promise<void> | undefined } };

/** Long lists of subjects and ids are part of a question; rows that stand for one event are merged while reading; an insert returns when it is durable. */
const SETTINGS: ClickHouseSettings = {
  max_query_size: '268435456',
  max_ast_elements: '10000000',
  max_expanded_ast_elements: '10000000',
  prefer_column_name_to_alias: 1, // as everywhere else in SQL
  do_not_merge_across_partitions_select_final: 1,
  async_insert: 1,
  wait_for_async_insert: 1,
};

/** Uses this connection from now on, and not the one that CLICKHOUSE_URL names. Tests and benchmarks run an engine of their own. */
export function setClickHouse(client: ClickHouseClient): void {
  holder.ratebookClickHouse = { client };
}

async function connected(): Promise<ClickHouseClient> {
  holder.ratebookClickHouse ??= {
    client: createClient({
      url: env().CLICKHOUSE_URL as string,
      application: 'ratebook',
      log: { level: ClickHouseLogLevel.OFF }, // what fails is logged with the request that it fails
      request_timeout: 60_000,
      compression: { request: true, response: true },
    }),
  };
  const held = holder.ratebookClickHouse;
  held.ready ??= makeTables(held.client).catch((e) => {
    held.ready = undefined; // the next question tries again
    throw e;
  });
  await held.ready;
  return held.client;
}

async function makeTables(client: ClickHouseClient): Promise<void> {
  for (const table of TABLES) await client.command({ query: table });
  log().debug('the tables of ClickHouse are there');
}

// Error codes of a ClickHouse that is there but cannot answer: no time, place, memory or connection left, too many parts, replicas or Keeper gone.
const CANNOT_NOW = new Set('159 164 202 209 210 225 241 242 243 252 279 285 286 319 425 439 745 999'.split(' '));

/**
 * Asks the engine. One that is away, is starting or has no room is told as such, so that whoever asks comes again: of an insert nothing was
 * acknowledged, and what arrived all the same is known by its id when it is sent again. A fault of the statement itself is ours.
 */
async function asked<T>(work: (client: ClickHouseClient) => Promise<T>): Promise<T> {
  try {
    return await work(await connected());
  } catch (e) {
    const ours = e instanceof ClickHouseError ? !CANNOT_NOW.has(e.code) : e instanceof TypeError || e instanceof RangeError;
    if (ours) throw e;
    throw problem('unavailable', 'The usage store cannot be reached at the moment. Nothing of this request is lost: try again shortly.', {
      cause: e,
      retryAfterSeconds: 2,
    });
  }
}

/** The rows of a question; every column must be text or a list of texts, so that no number passes through a float. */
export async function ask<Row>(query: string): Promise<Row[]> {
  return asked(async (client) => (await client.query({ query, format: 'JSONEachRow', clickhouse_settings: SETTINGS })).json<Row>());
}

/** Runs a statement that gives nothing. */
export async function command(query: string): Promise<void> {
  await asked((client) => client.command({ query, clickhouse_settings: SETTINGS }));
}

/** Writes rows; they are durable when it returns. */
export async function write(table: string, values: readonly object[]): Promise<void> {
  if (!values.length) return;
  await asked((client) => client.insert({ table, values: [...values], format: 'JSONEachRow', clickhouse_settings: SETTINGS }));
}

export async function closeClickHouse(): Promise<void> {
  await holder.ratebookClickHouse?.client.close();
  holder.ratebookClickHouse = undefined;
}
