import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { MigrationList } from '@/components/plan-migrations/migration-list';
import { listPlanMigrations } from '@/lib/api/subscription/plan-migrations';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Migrations' };

export default function MigrationsPage() {
  return (
    <Prefetched reads={[read(listPlanMigrations, { query: {} })]}>
      <MigrationList />
    </Prefetched>
  );
}
