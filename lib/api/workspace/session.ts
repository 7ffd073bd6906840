import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { Role } from '@/lib/api/role';
import { Password } from './password';

const tag = 'Session';

const Membership = z.strictObject({ id: z.string(), key: z.string(), name: z.string(), timeZone: z.string(), role: Role });
export const SessionInfo = z
  .strictObject({ user: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }), workspaces: z.array(Membership) })
  .meta({ id: 'Session' });
export type SessionInfo = z.infer<typeof SessionInfo>;

export const getSession = operation({
  id: 'get-session',
  method: 'get',
  path: `${V1}/session`,
  tag,
  summary: 'Who is signed in, and the workspaces they may choose from',
  permission: 'session',
  result: SessionInfo,
});

export const endAllSessions = operation({
  id: 'end-all-sessions',
  method: 'delete',
  path: `${V1}/session`,
  tag,
  summary: 'Sign out everywhere: end every session of the person who is signed in',
  permission: 'session',
});

export const SetUpRequest = z
  .strictObject({
    workspaceName: z.string().trim().min(1).max(100),
    timeZone: z.string().default('UTC'),
    name: z.string().trim().min(1).max(100),
    email: z.email().max(254),
    password: Password,
    /** Token that \`npm start\` printed, so that nobody else is first. */
    token: z.string().max(100).default(''),
  })
  .meta({ id: 'SetUpRequest' });

export const setUp = operation({
  id: 'set-up',
  method: 'post',
  path: `${V1}/set-up`,
  tag,
  summary: 'Create the first workspace and its owner; refused once anyone can sign in',
  permission: 'none',
  body: SetUpRequest,
  status: 204,
  refusals: [429],
});
