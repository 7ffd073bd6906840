import type { CallOf } from '@/lib/api/operation';
import type { listUsageImports } from '@/lib/api/usage-imports';

export const LATEST_IMPORTS: CallOf<typeof listUsageImports> = { query: { page: { size: 20 } } };
