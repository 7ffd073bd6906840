import 'server-only';
import { clickHouseStore } from '../clickhouse/store';
import { env } from '../env';
import { postgresStore } from './postgres';
import type { UsageStore } from './store';

/** The store of this installation: ClickHouse when CLICKHOUSE_URL names one. Everything above asks here and knows no engine. */
export const usageStore = (): UsageStore => (env().CLICKHOUSE_URL ? clickHouseStore : postgresStore);
