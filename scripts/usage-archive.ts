// npm run usage:archive -- --before 2025-02 (--to FOLDER | --without-copy) [--dry-run]: writes the usage events of whole old months into files
// and drops them, for all workspaces. Figures that were counted stay. It works beside a running Ratebook, and may be stopped at any time.
import { existsSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { archiveMonth, NotNow, oldMonths } from '@/lib/server/usage/postgres/archive';
import { countEvents } from '@/lib/server/usage/postgres/count-behind';
import { command } from './start/command';
import { findWorkspaces, Refusal } from './start/workspace';

const USAGE = 'usage: npm run usage:archive -- --before YYYY-MM (--to FOLDER | --without-copy) [--dry-run]';

function options() {
  const { values } = parseArgs({
    options: { before: { type: 'string' }, to: { type: 'string' }, 'without-copy': { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  });
  const { before, to } = values;
  const thisMonth = new Date().toISOString().slice(0, 7);
  if (!before || !/^\d{4}-(0[1-9]|1[0-2])$/.test(before)) throw new Refusal(USAGE);
  if (before > thisMonth) throw new Refusal(`Only months that are over can leave: at the latest --before ${thisMonth}.`);
  if (!values['dry-run'] && Boolean(to) === Boolean(values['without-copy'])) throw new Refusal(USAGE);
  if (to && !(existsSync(to) && statSync(to).isDirectory())) throw new Refusal(`There is no folder ${to}.`);
  if (process.env.CLICKHOUSE_URL) throw new Refusal('Usage is in ClickHouse: drop partitions there, see docs/operations.md.');
  return { before, folder: to ?? null, isDry: values['dry-run'] ?? false };
}

async function main(): Promise<void> {
  const { before, folder, isDry } = options();
  const db = new pg.Client({ connectionString: process.env.DATABASE_ADMIN_URL });
  await db.connect();
  try {
    const months = await oldMonths(db, before);
    if (!months.length) console.log(`There are no events of months before ${before}.`);
    if (!isDry) for (const { id } of await findWorkspaces(undefined)) await countEvents(id);
    for (const { month, events, workspaces } of months) {
      if (isDry) {
        console.log(`${month}: ${events} events of ${workspaces} workspaces would leave`);
        continue;
      }
      const done = await archiveMonth(db, month, folder);
      console.log(
        `${month}: ${done.events} events ${done.file === null ? 'dropped without a copy' : `written to ${done.file} and dropped`}`,
      );
    }
  } catch (e) {
    throw e instanceof NotNow ? new Refusal(e.message) : e;
  } finally {
    await db.end();
  }
}

await command(main);
