import 'server-only';
import { env } from '@/lib/server/core/env';
import { clickHouseStore } from '@/lib/server/usage/clickhouse/store';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import type { UsageStore } from '@/lib/server/usage/store';

/** The store of this installation: ClickHouse when CLICKHOUSE_URL names one. Everything above asks here and knows no engine. */
export const usageStore = (): UsageStore => (env().CLICKHOUSE_URL ? clickHouseStore : postgresStore);
