import { type Paged, pagedQuery } from '@/components/lists/paged-input';
import type { listUsageImports } from '@/lib/api/metering/usage-imports';
import type { CallOf } from '@/lib/api/operation';

export const LATEST_IMPORTS: CallOf<typeof listUsageImports> = { query: { page: { size: 20 } } };

/** One page of the imports as their list stands in the URL. */
export const importPage = (list: Paged): CallOf<typeof listUsageImports> =>
  pagedQuery(
    { ...list, sort: list.sort || '-when' },
    {
      when: ['created_at'],
      file: ['file_name', 'created_at desc'],
      by: ['created_by', 'created_at desc'],
      rows: ['rows'],
      accepted: ['accepted'],
      duplicates: ['duplicates'],
      rejected: ['rejected'],
    },
  );
