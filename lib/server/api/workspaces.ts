import 'server-only';
import * as op from '@/lib/api/workspaces';
import * as workspaces from '../workspaces';
import { bind, bindOpen } from './edge';
import { personOf } from './request';

export const workspaceRoutes = [
  bindOpen(op.listWorkspaces, (who) => workspaces.listWorkspaces(personOf(who))),
  bindOpen(op.createWorkspace, (who, { body }, requestId) => workspaces.createWorkspace(personOf(who), body, requestId)),
  bind(op.getWorkspace, (ctx, { params }) => workspaces.getWorkspace(ctx, params.workspaceId)),
  bind(op.updateWorkspace, (ctx, { params, body }) => workspaces.updateWorkspace(ctx, params.workspaceId, body)),
];
