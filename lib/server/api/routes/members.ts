import 'server-only';
import * as invite from '@/lib/api/workspace/invitations';
import * as op from '@/lib/api/workspace/members';
import { listSecurityEvents } from '@/lib/api/workspace/security-log';
import { bind, bindOpen, bindRaw, reply } from '@/lib/server/api/edge/edge';
import { input, personOf } from '@/lib/server/api/edge/request';
import { run } from '@/lib/server/core/run';
import * as invitations from '@/lib/server/identity/invitations';
import * as members from '@/lib/server/identity/members';
import * as securityEvents from '@/lib/server/identity/security-events';

export const memberRoutes = [
  bind(op.listMembers, (ctx, { query }) => members.listMembers(ctx, query)),
  bind(op.updateMember, (ctx, { params, body }) => members.updateMember(ctx, params.userId, body.role)),
  bind(op.removeMember, (ctx, { params }) => members.removeMember(ctx, params.userId)),
  bind(invite.listInvitations, invitations.listInvitations),
  // By hand: the mail goes out when the invitation is stored for good, and never for one that was rolled back.
  bindRaw(invite.createInvitation, async (c, principal, requestId) => {
    const { body } = await input(c, invite.createInvitation);
    const made = await run(principal, { requestId }, (ctx) => invitations.createInvitation(ctx, body));
    const mailed = await invitations.mailInvitation(principal, made.invitation.email, made.mailLink);
    return reply(invite.createInvitation, { ...made.invitation, link: made.link, mailed }, requestId);
  }),
  bind(invite.revokeInvitation, (ctx, { params }) => invitations.revokeInvitation(ctx, params.invitationId)),
  bindOpen(invite.openInvitation, (_who, { body }) => invitations.openInvitation(body.token)),
  bindOpen(invite.acceptInvitation, (who, { body }, requestId) => invitations.acceptInvitation(personOf(who), body.token, requestId)),
  bindOpen(invite.completeInvitation, (_who, { body }, requestId) => invitations.completeInvitation(body, requestId)),
  bind(listSecurityEvents, (ctx, { query }) => securityEvents.listSecurityEvents(ctx, query)),
];
