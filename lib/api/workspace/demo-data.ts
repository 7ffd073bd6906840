import { operation, V1 } from '@/lib/api/operation';

export const removeDemoData = operation({
  id: 'remove-demo-data',
  method: 'delete',
  path: `${V1}/demo-data`,
  tag: 'Workspaces',
  summary: 'Remove the demo data of this workspace; its user goes and its API keys are revoked, other members and the audit log stay',
  permission: 'workspace:manage',
});
