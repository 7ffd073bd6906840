// npm run usage:migrate -- --to clickhouse [--workspace KEY]: copies the usage events of PostgreSQL to the ClickHouse of CLICKHOUSE_URL and
// compares both. It may be stopped and started again. Run it while Ratebook works, stop Ratebook, run it once more for what came meanwhile,
// then start Ratebook with CLICKHOUSE_URL.
import { parseArgs } from 'node:util';
import { closeClickHouse } from '@/lib/server/usage/clickhouse/client';
import { copyEvents } from '@/lib/server/usage/clickhouse/copy';
import { clickHouseStore } from '@/lib/server/usage/clickhouse/store';
import { differences } from '@/lib/server/usage/clickhouse/verify';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import { command } from './start/command';
import { findWorkspaces, Refusal } from './start/workspace';

const SHOWN = 20;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { to: { type: 'string' }, workspace: { type: 'string' } } });
  if (values.to !== 'clickhouse') throw new Refusal('usage: npm run usage:migrate -- --to clickhouse [--workspace KEY]');
  if (!process.env.CLICKHOUSE_URL) throw new Refusal('Set CLICKHOUSE_URL to the ClickHouse that usage is copied to.');
  for (const { id, key } of await findWorkspaces(values.workspace)) {
    const copied = await copyEvents(id, (done, total) => console.error(`${key}: ${done} events copied, ${total} there`));
    const { compared, found } = await differences(id, postgresStore, clickHouseStore, new Date().toISOString());
    console.log(`${key}: ${copied} events copied; ${compared} daily counts and figures compared, ${found.length} differ`);
    for (const d of found.slice(0, SHOWN)) console.log(`  ${d.day} ${d.what}: ${d.here} in PostgreSQL, ${d.there} in ClickHouse`);
    if (found.length) process.exitCode = 1;
  }
}

await command(async () => {
  try {
    await main();
  } finally {
    await closeClickHouse();
  }
});
