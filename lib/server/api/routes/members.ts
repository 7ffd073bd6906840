import 'server-only';
import * as op from '@/lib/api/workspace/members';
import { bind } from '@/lib/server/api/edge/edge';
import * as members from '@/lib/server/identity/members';

export const memberRoutes = [
  bind(op.listMembers, (ctx, { query }) => members.listMembers(ctx, query)),
  // Nothing made of a password is kept with the answers, not even a hash of the request.
  bind(op.addMember, (ctx, { body }) => members.addMember(ctx, body)),
  bind(op.updateMember, (ctx, { params, body }) => members.updateMember(ctx, params.userId, body.role)),
  bind(op.removeMember, (ctx, { params }) => members.removeMember(ctx, params.userId)),
];
