import 'server-only';
import { canonicalAddress } from '@/lib/address';
import { mayAssign, type Role } from '@/lib/api/role';
import { type CreateInvitationRequest, INVITATION_DAYS, INVITATIONS_MAX, type Invitation } from '@/lib/api/workspace/invitations';
import { invalidField, problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { identity, type Tx, transaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { runIn, wallClock } from '@/lib/server/core/run';
import { lockRow } from '@/lib/server/core/stored-values';
import type { Invitation as Row } from '@/lib/server/generated/prisma/client';
import { sendMail } from './mail';
import { newToken, tokenHash, tokenLink } from './one-time-token';
import { hashPassword } from './password';
import { requireStrongPassword } from './password-rules';
import type { SignedIn } from './principal';
import { noteIn } from './security-log';

const DAY_MS = 86_400_000;

const invitationOf = (row: Row): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});

/** Invitations that wait, by the wall clock: whoever opens one has no test clock. */
const waiting = () => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: wallClock() } });

/** The invitations that wait for an answer. */
export async function listInvitations(ctx: Ctx): Promise<{ data: Invitation[] }> {
  const rows = await ctx.tx.invitation.findMany({ where: waiting(), orderBy: { id: 'desc' }, take: INVITATIONS_MAX });
  return { data: rows.map(invitationOf) };
}

/**
 * Invites a person. There are two links: one to show, and one that is only mailed, so that opening it proves who reads the address's mail. An
 * earlier invitation of the address that waits is revoked. Says nothing of whether the address has an account.
 */
export async function createInvitation(ctx: Ctx, input: CreateInvitationRequest) {
  if (!mayAssign(ctx.role, input.role)) throw problem('forbidden', 'Only an owner invites owners.');
  const email = canonicalAddress(input.email);
  if (email === null) throw invalidField('$.email', 'Use an address of plain letters, such as mara@acme.example.');
  await lockRow(ctx, 'workspaces', ctx.workspace.id); // of two who invite the same person at once, one comes after the other
  if (await ctx.tx.membership.findFirst({ where: { workspaceId: ctx.workspace.id, user: { email } } }))
    throw problem('conflict', `${email} is a member of this workspace already.`);
  await ctx.tx.invitation.updateMany({ where: { ...waiting(), email }, data: { revokedAt: wallClock() } });
  if ((await ctx.tx.invitation.count({ where: waiting() })) >= INVITATIONS_MAX)
    throw problem('conflict', `${INVITATIONS_MAX} invitations wait for an answer. Revoke some first.`);
  const [shown, mailed] = [newToken(), newToken()];
  const now = wallClock();
  const row = await ctx.tx.invitation.create({
    data: {
      ...{ id: newId(), workspaceId: ctx.workspace.id, email, role: input.role, hash: shown.hash, mailHash: mailed.hash },
      ...{ createdBy: ctx.actor.name, createdAt: now, expiresAt: new Date(Date.parse(now) + INVITATION_DAYS * DAY_MS) },
    },
  });
  const after = invitationOf(row);
  await audit(ctx, { action: 'invitation.create', resourceType: 'invitation', resourceId: row.id, resourceName: email, after });
  await noteIn(ctx, 'invitation.create', `${email} as ${input.role}`);
  return { invitation: after, link: tokenLink('/invitation', shown.token), mailLink: tokenLink('/invitation', mailed.token) };
}

/** Mails an invitation that is stored. Returns whether a mail server took it. */
export async function mailInvitation(ctx: Pick<Ctx, 'actor' | 'workspace'>, email: string, mailLink: string): Promise<boolean> {
  const text = `${ctx.actor.name} invites you to work in "${ctx.workspace.name}" on Ratebook.\n\nOpen this link within ${INVITATION_DAYS} days to accept; it works once:\n\n${mailLink}\n\nIf you do not know what this is about, ignore it: nothing happens then.\n`;
  return sendMail(email, `Invitation to ${ctx.workspace.name} on Ratebook`, text);
}

/** Revokes an invitation. To revoke it again changes nothing; one that was accepted is a membership by now. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<undefined> {
  await lockRow(ctx, 'workspaces', ctx.workspace.id);
  const row = await ctx.tx.invitation.findUnique({ where: { id } });
  if (!row) throw notFound('invitation', id);
  if (!mayAssign(ctx.role, row.role)) throw problem('forbidden', 'Only an owner revokes the invitation of an owner.');
  if (row.acceptedAt) throw problem('conflict', `${row.email} has accepted. Remove the member instead.`);
  if (row.revokedAt) return;
  await ctx.tx.invitation.update({ where: { id }, data: { revokedAt: wallClock() } });
  const before = invitationOf(row);
  await audit(ctx, { action: 'invitation.revoke', resourceType: 'invitation', resourceId: id, resourceName: row.email, before });
  await noteIn(ctx, 'invitation.revoke', row.email);
}

interface Found {
  id: string;
  workspace_id: string;
  workspace_key: string;
  workspace_name: string;
  workspace_time_zone: string;
  email: string;
  role: Role;
  created_by: string;
  expires_at: Date;
  accepted_at: Date | null;
  revoked_at: Date | null;
  mailed: boolean;
}

/** The invitation that a token opens. Used, revoked, expired and made-up ones get the same answer. */
async function found(token: string): Promise<Found> {
  const rows = await identity((tx) => tx.$queryRaw<Found[]>`SELECT * FROM find_invitation(${tokenHash(token)})`);
  const row = rows[0];
  if (!row || row.accepted_at || row.revoked_at || row.expires_at.toISOString() <= wallClock())
    throw problem('not_found', 'This invitation does not count any more: it was used, was revoked or has expired. Ask for a new one.');
  return row;
}

/** Describes an invitation to the holder of its link. */
export async function openInvitation(token: string) {
  const { email, role, workspace_name: workspace, created_by: createdBy, expires_at } = await found(token);
  return { email, role, workspace, createdBy, expiresAt: expires_at.toISOString() };
}

/** Makes the membership. The row of the invitation is taken in one statement, so that of two who use a link at once, one does. */
async function join(tx: Tx, row: Found, user: { id: string; name: string; email: string }, requestId: string): Promise<void> {
  const now = wallClock();
  const taken = await tx.invitation.updateMany({
    where: { id: row.id, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  if (taken.count === 0) throw problem('conflict', 'This invitation was used or revoked at the same moment.');
  const key = { workspaceId: row.workspace_id, userId: user.id };
  if (await tx.membership.findUnique({ where: { workspaceId_userId: key } }))
    throw problem('conflict', 'You are a member of this workspace already.');
  const membership = await tx.membership.create({ data: { ...key, role: row.role } });
  const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: row.workspace_id } });
  const actor = { type: 'user' as const, id: user.id, name: user.name };
  const after = { userId: user.id, email: user.email, name: user.name, role: row.role, createdAt: membership.createdAt.toISOString() };
  await runIn(tx, { actor, role: row.role, workspace }, { requestId }, async (ctx) => {
    await audit(ctx, { action: 'member.add', resourceType: 'member', resourceId: user.id, resourceName: user.email, after });
    await noteIn(ctx, 'invitation.accept', `${user.email} as ${row.role}, invited by ${row.created_by}`, user.id);
  });
}

/** Accepts as the person who is signed in; the invitation must be for their address. */
export async function acceptInvitation(person: SignedIn, token: string, requestId: string) {
  const row = await found(token);
  if (canonicalAddress(person.user.email) !== row.email)
    throw problem(
      'forbidden',
      `This invitation is for ${row.email}, and you are signed in as ${person.user.email}. Sign in as the other person.`,
    );
  await transaction({ workspaceId: row.workspace_id, userId: person.user.id }, (tx) => join(tx, row, person.user, requestId));
  return { workspaceKey: row.workspace_key };
}

/** Makes the account of somebody new, with a password of their own, and the membership. Cheap checks come before the hashing. */
export async function completeInvitation(input: { token: string; name: string; password: string }, requestId: string) {
  const row = await found(input.token);
  requireStrongPassword(input.password, row.email);
  const known = () => problem('conflict', `There is an account for ${row.email}. Sign in with it, then open this link again.`);
  if (await identity((tx) => tx.user.findUnique({ where: { email: row.email } }))) throw known();
  const passwordHash = await hashPassword(input.password);
  await transaction({ workspaceId: row.workspace_id }, async (tx) => {
    const id = newId();
    const now = wallClock();
    const made = await tx.$executeRaw`
      INSERT INTO users (id, email, name, password_hash, email_verified_at, updated_at)
      VALUES (${id}, ${row.email}, ${input.name}, ${passwordHash}, ${row.mailed ? now : null}::timestamptz, ${now}::timestamptz) ON CONFLICT (email) DO NOTHING`;
    if (made === 0) throw known();
    await join(tx, row, { id, name: input.name, email: row.email }, requestId);
  });
  return { workspaceKey: row.workspace_key };
}
