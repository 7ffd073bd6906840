import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { Role } from '@/lib/api/role';
import { DateTime, Ulid } from '@/lib/fields';
import { Password } from './password';

const tag = 'Members';
const permission = 'members:manage';

/** An invitation that nobody has answered yet counts so long. */
export const INVITATION_DAYS = 7;
/** The most invitations of a workspace that wait for an answer. */
export const INVITATIONS_MAX = 200;

const email = z.email().max(254);
/** The secret part of a one-time link. */
export const Token = z.string().min(20).max(100);

export const Invitation = z
  .strictObject({ id: Ulid, email: z.string(), role: Role, createdBy: z.string(), createdAt: DateTime, expiresAt: DateTime })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const listInvitations = operation({
  id: 'list-invitations',
  method: 'get',
  path: `${V1}/invitations`,
  tag,
  summary: 'The invitations that wait for an answer, the newest first',
  permission,
  result: z.strictObject({ data: z.array(Invitation).max(INVITATIONS_MAX) }).meta({ id: 'InvitationList' }),
});

export const CreateInvitationRequest = z.strictObject({ email, role: Role }).meta({ id: 'CreateInvitationRequest' });
export type CreateInvitationRequest = z.infer<typeof CreateInvitationRequest>;

/** An invitation as its maker sees it, this once. */
export const NewInvitation = z
  .strictObject({ ...Invitation.shape, /** Opens it, once. */ link: z.string(), /** Whether it was mailed too. */ mailed: z.boolean() })
  .meta({ id: 'NewInvitation' });
export type NewInvitation = z.infer<typeof NewInvitation>;

/** The answer is the same whether or not the person has an account. */
export const createInvitation = operation({
  id: 'create-invitation',
  method: 'post',
  path: `${V1}/invitations`,
  tag,
  summary:
    'Invite a person by a one-time link, which ends an earlier invitation of the same address; the link is in this answer and nowhere else',
  permission,
  body: CreateInvitationRequest,
  result: NewInvitation,
  status: 201,
  secretAnswer: true,
});

export const revokeInvitation = operation({
  id: 'revoke-invitation',
  method: 'delete',
  path: `${V1}/invitations/{invitationId}`,
  tag,
  summary: 'Revoke an invitation: its link opens nothing any more',
  permission,
  params: z.strictObject({ invitationId: Ulid }),
});

export const OpenedInvitation = z
  .strictObject({ email: z.string(), role: Role, workspace: z.string(), createdBy: z.string(), expiresAt: DateTime })
  .meta({ id: 'OpenedInvitation' });
export type OpenedInvitation = z.infer<typeof OpenedInvitation>;

export const openInvitation = operation({
  id: 'open-invitation',
  method: 'post',
  path: `${V1}/invitations/open`,
  tag,
  summary: 'Say what the link of an invitation is for, without using it',
  permission: 'none',
  body: z.strictObject({ token: Token }).meta({ id: 'OpenInvitationRequest' }),
  result: OpenedInvitation,
  refusals: [404],
});

const Joined = z.strictObject({ workspaceKey: z.string() }).meta({ id: 'JoinedWorkspace' });

export const acceptInvitation = operation({
  id: 'accept-invitation',
  method: 'post',
  path: `${V1}/invitations/accept`,
  tag,
  summary: 'Accept an invitation as the person who is signed in, whose address must be the one invited',
  permission: 'session',
  body: z.strictObject({ token: Token }).meta({ id: 'AcceptInvitationRequest' }),
  result: Joined,
  refusals: [404],
});

export const CompleteInvitationRequest = z
  .strictObject({ token: Token, name: z.string().trim().min(1).max(100), password: Password })
  .meta({ id: 'CompleteInvitationRequest' });

export const completeInvitation = operation({
  id: 'complete-invitation',
  method: 'post',
  path: `${V1}/invitations/complete`,
  tag,
  summary: 'Accept an invitation as somebody new, with a name and a password of their own; who has an account signs in and accepts',
  permission: 'none',
  body: CompleteInvitationRequest,
  result: Joined,
  refusals: [404],
});
