import 'server-only';
import { postgresStore } from './postgres';
import type { UsageStore } from './store';

/** The store of this installation. Everything above asks here and knows no engine. */
export const usageStore = (): UsageStore => postgresStore;
