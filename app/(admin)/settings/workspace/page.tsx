import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { WorkspaceSettings } from '@/components/settings/workspace-settings';
import { getWorkspace } from '@/lib/api/workspaces';
import { read } from '@/lib/server/prefetch';
import { requireCaller } from '@/lib/server/session';

export const metadata: Metadata = { title: 'Workspace' };

export default async function WorkspacePage() {
  const { principal } = await requireCaller();
  return (
    <Prefetched reads={principal ? [read(getWorkspace, { params: { workspaceId: principal.workspace.id } })] : []}>
      <WorkspaceSettings />
    </Prefetched>
  );
}
