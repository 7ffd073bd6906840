import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { WorkspaceSettings } from '@/components/settings/workspace-settings';
import { getWorkspace } from '@/lib/api/workspace/workspaces';
import { requireCaller } from '@/lib/server/api/page-caller';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Workspace' };

export default async function WorkspacePage() {
  const { principal } = await requireCaller();
  return (
    <Prefetched reads={principal ? [read(getWorkspace, { params: { workspaceId: principal.workspace.id } })] : []}>
      <WorkspaceSettings />
    </Prefetched>
  );
}
