import 'server-only';
import { env } from '@/lib/server/core/env';
import { turns } from '@/lib/server/core/turns';
import { clickHouseStore } from '@/lib/server/usage/clickhouse/store';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import type { UsageStore } from '@/lib/server/usage/store';

/** Of the connections for reads, one workspace takes no more than this; its other questions wait in line. */
const READS_AT_ONCE = 4;
const READS_IN_LINE = 40;

const reads = turns({ of: 'questions about usage', running: READS_AT_ONCE, waiting: READS_IN_LINE, retryAfterSeconds: 1 });

/** A store whose questions are asked in turn, workspace by workspace. */
const inTurn = (store: UsageStore): UsageStore => ({
  ...store,
  read: (workspaceId, work, at) => reads.during(workspaceId, () => store.read(workspaceId, work, at)),
  query: (workspaceId, question) => reads.during(workspaceId, () => store.query(workspaceId, question)),
  usage: (workspaceId, questions, asOf) => reads.during(workspaceId, () => store.usage(workspaceId, questions, asOf)),
  list: (workspaceId, page) => reads.during(workspaceId, () => store.list(workspaceId, page)),
});

const postgres = inTurn(postgresStore);
const clickHouse = inTurn(clickHouseStore);

/** The store of this installation: ClickHouse when CLICKHOUSE_URL names one. Everything above asks here and knows no engine. */
export const usageStore = (): UsageStore => (env().CLICKHOUSE_URL ? clickHouse : postgres);
