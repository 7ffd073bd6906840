import 'server-only';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@clickhouse/client';
import { closeClickHouse, setClickHouse } from './client';

/** Folder where the engine of the tests is installed, apart from what Ratebook itself needs. */
const ENGINE = path.resolve('scripts/test/clickhouse');

export const clickHouseInstalled = () => existsSync(path.join(ENGINE, 'node_modules/chdb/package.json'));

/** Starts ClickHouse in this process on a folder of its own (a new one unless told), points the store at it, and gives its version. */
export async function localClickHouse(folder?: string): Promise<{ version: string; stop(): Promise<void> }> {
  const { createChdbConnection } = createRequire(path.join(ENGINE, 'package.json'))('chdb/connection');
  const data = folder ?? mkdtempSync(path.join(tmpdir(), 'ratebook-clickhouse-'));
  const client = createClient({ connection: createChdbConnection({ path: data }) } as object);
  const answer = await client.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' });
  const [row] = await answer.json<{ version: string }>();
  setClickHouse(client);
  return {
    version: row?.version ?? 'unknown',
    async stop() {
      await closeClickHouse();
      if (!folder) rmSync(data, { recursive: true, force: true });
    },
  };
}
