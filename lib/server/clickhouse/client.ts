import 'server-only';
import { type ClickHouseClient, type ClickHouseSettings, createClient } from '@clickhouse/client';
import { env } from '../env';
import { log } from '../log';
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

/** The rows of a question; every column must be text or a list of texts, so that no number passes through a float. */
export async function ask<Row>(query: string): Promise<Row[]> {
  const client = await connected();
  const answer = await client.query({ query, format: 'JSONEachRow', clickhouse_settings: SETTINGS });
  return answer.json<Row>();
}

/** Runs a statement that gives nothing. */
export async function command(query: string): Promise<void> {
  const client = await connected();
  await client.command({ query, clickhouse_settings: SETTINGS });
}

/** Writes rows; they are durable when it returns. */
export async function write(table: string, values: readonly object[]): Promise<void> {
  if (!values.length) return;
  const client = await connected();
  await client.insert({ table, values: [...values], format: 'JSONEachRow', clickhouse_settings: SETTINGS });
}

export async function closeClickHouse(): Promise<void> {
  await holder.ratebookClickHouse?.client.close();
  holder.ratebookClickHouse = undefined;
}
