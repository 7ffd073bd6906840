import 'server-only';
import * as op from '@/lib/api/workspace/workspaces';
import { bind, bindOpen } from '@/lib/server/api/edge/edge';
import { personOf } from '@/lib/server/api/edge/request';
import * as workspaces from '@/lib/server/identity/workspaces';

export const workspaceRoutes = [
  bindOpen(op.listWorkspaces, (who) => workspaces.listWorkspaces(personOf(who))),
  bindOpen(op.createWorkspace, (who, { body }, requestId) => workspaces.createWorkspace(personOf(who), body, requestId)),
  bind(op.getWorkspace, (ctx, { params }) => workspaces.getWorkspace(ctx, params.workspaceId)),
  bind(op.updateWorkspace, (ctx, { params, body }) => workspaces.updateWorkspace(ctx, params.workspaceId, body)),
];
