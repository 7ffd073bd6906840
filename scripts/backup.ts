// npm run backup -- FILE: writes the whole database into one compressed file. It works beside a running Ratebook.
// npm run restore -- FILE: reads such a file into a new database that has nothing in it yet.
import { existsSync } from 'node:fs';
import { backUp, restore, Unusable } from './db/backup';
import { command } from './start/command';
import { Refusal } from './start/workspace';

await command(async () => {
  const [way, file, ...more] = process.argv.slice(2);
  if (!file || more.length || (way !== 'backup' && way !== 'restore')) throw new Refusal(`usage: npm run ${way ?? 'backup'} -- FILE`);
  if (way === 'backup' && existsSync(file)) throw new Refusal(`${file} is there already. Name another file.`);
  if (way === 'restore' && !existsSync(file)) throw new Refusal(`There is no file ${file}.`);
  const url = process.env.DATABASE_ADMIN_URL ?? '';
  try {
    const counts = await (way === 'backup' ? backUp : restore)(url, file);
    const rows = Object.values(counts).reduce((sum, n) => sum + n, 0);
    console.log(
      `${rows} rows of ${Object.keys(counts).length} tables ${way === 'backup' ? `written to ${file}` : `restored from ${file}`}`,
    );
    if (process.env.CLICKHOUSE_URL) console.log('Usage events in ClickHouse are not part of it: back them up with BACKUP of ClickHouse.');
  } catch (e) {
    throw e instanceof Unusable ? new Refusal(e.message) : e;
  }
});
