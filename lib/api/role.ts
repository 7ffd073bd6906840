import { z } from 'zod';

/** Roles of members and API keys in a workspace, from most to least. */
export const Role = z.enum(['owner', 'admin', 'editor', 'analyst', 'support']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

const READ = ['catalog:read', 'customers:read', 'subscriptions:read', 'events:read', 'previews:run'] as const;
const EDIT = ['catalog:write', 'customers:write', 'subscriptions:write', 'events:write'] as const;
const ADMINISTER = ['members:manage', 'keys:manage', 'audit:read', 'workspace:manage'] as const;

export type Permission = (typeof READ)[number] | (typeof EDIT)[number] | (typeof ADMINISTER)[number];

const GRANTED: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set<Permission>([...READ, ...EDIT, ...ADMINISTER]),
  admin: new Set<Permission>([...READ, ...EDIT, ...ADMINISTER]),
  editor: new Set<Permission>([...READ, ...EDIT]),
  analyst: new Set<Permission>([...READ, 'audit:read']),
  support: new Set<Permission>([...READ, 'customers:write']),
};

/** May this role do this? The pages ask it to hide an act, the server to refuse one. */
export const may = (role: Role, permission: Permission): boolean => GRANTED[role].has(permission);

/** Purpose of each role, in the words shown beside it. */
export const ROLE_SUMMARY: Record<Role, string> = {
  owner: 'Everything, including other owners and removing the workspace',
  admin: 'Everything but owners',
  editor: 'Edits the catalog, customers, subscriptions and usage',
  analyst: 'Reads everything',
  support: 'Reads everything but the audit log; edits customers',
};

/** An admin manages every role but that of owners; only owners make or unmake owners. */
export const mayAssign = (actor: Role, role: Role): boolean => may(actor, 'members:manage') && (role !== 'owner' || actor === 'owner');
