import { z } from 'zod';
import { searchQuery } from '@/lib/api/listing';
import { operation, V1 } from '@/lib/api/operation';
import { Role } from '@/lib/api/role';
import { DateTime, Ulid } from '@/lib/fields';
import { pageOf } from '@/lib/paging';

const tag = 'Members';
const permission = 'members:manage';
const params = z.strictObject({ userId: Ulid });

export const Member = z
  .strictObject({ userId: Ulid, email: z.string(), name: z.string(), role: Role, createdAt: DateTime })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

export const listMembers = operation({
  id: 'list-members',
  method: 'get',
  path: `${V1}/members`,
  tag,
  summary: 'Who may work in this workspace, by words of name, e-mail address or role; and how many owners it has',
  permission,
  query: searchQuery,
  result: z.strictObject({ ...pageOf(Member, 'MemberPage').shape, owners: z.int() }).meta({ id: 'MemberList' }),
});

export const UpdateMemberRequest = z.strictObject({ role: Role }).meta({ id: 'UpdateMemberRequest' });

export const updateMember = operation({
  id: 'update-member',
  method: 'patch',
  path: `${V1}/members/{userId}`,
  tag,
  summary: 'Change what a member may do; only owners make or unmake owners, and the last owner stays one',
  permission,
  params,
  body: UpdateMemberRequest,
  result: Member,
});

export const removeMember = operation({
  id: 'remove-member',
  method: 'delete',
  path: `${V1}/members/{userId}`,
  tag,
  summary: 'Remove a member from this workspace; the last owner stays',
  permission,
  params,
});
