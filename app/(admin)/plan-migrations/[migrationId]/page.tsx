import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { MigrationPage } from '@/components/plan-migrations/migration-page';
import { getPlanMigration } from '@/lib/api/subscription/plan-migrations';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Migration' };

export default async function OneMigrationPage({ params }: { params: Promise<{ migrationId: string }> }) {
  const { migrationId } = await params;
  return (
    <Prefetched reads={[read(getPlanMigration, { params: { migrationId } })]}>
      <MigrationPage migrationId={migrationId} />
    </Prefetched>
  );
}
