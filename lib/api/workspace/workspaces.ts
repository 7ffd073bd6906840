import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { Role } from '@/lib/api/role';
import { DateTime, Ulid } from '@/lib/fields';
import { EVENT_DAYS_LATE_MAX, EVENT_HOURS_AHEAD_MAX } from '@/lib/metering/event-bounds';

const tag = 'Workspaces';
const params = z.strictObject({ workspaceId: Ulid });
const name = z.string().trim().min(1).max(100);
/** An IANA name such as Europe/Berlin: billing periods begin and end at its midnights. */
const timeZone = z.string().min(1).max(64);
/** Bounds on an event's time from its arrival: hours ahead and days back; null takes any age. */
const eventHoursAheadMax = z.int().min(0).max(EVENT_HOURS_AHEAD_MAX);
const eventDaysLateMax = z.int().min(1).max(EVENT_DAYS_LATE_MAX).nullable();

export const Workspace = z
  .strictObject({
    id: Ulid,
    key: z.string(),
    name,
    timeZone,
    demo: z.boolean(),
    /** For trying out: it may have a test clock. */
    sandbox: z.boolean(),
    /** Whether people need a second factor to work in it. */
    requireTwoFactor: z.boolean(),
    /** Whether a customer may have several subscriptions at a time, of which no two sell or grant the same feature. */
    manySubscriptions: z.boolean(),
    eventHoursAheadMax,
    eventDaysLateMax,
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({ id: 'Workspace' });
export type Workspace = z.infer<typeof Workspace>;

const MyWorkspace = z.strictObject({ ...Workspace.shape, role: Role }).meta({ id: 'MyWorkspace' });

export const listWorkspaces = operation({
  id: 'list-workspaces',
  method: 'get',
  path: `${V1}/workspaces`,
  tag,
  summary: 'The workspaces of the person who is signed in, with their role in each',
  permission: 'session',
  result: z.strictObject({ data: z.array(MyWorkspace) }).meta({ id: 'WorkspaceList' }),
});

export const CreateWorkspaceRequest = z
  .strictObject({
    name,
    timeZone: timeZone.default('UTC'),
    /** For trying out: such a workspace may have a test clock. */
    sandbox: z.boolean().default(false),
    /** Start of a sandbox's test clock; without it the wall clock counts. */
    testClockAt: DateTime.optional(),
  })
  .meta({ id: 'CreateWorkspaceRequest' });
export type CreateWorkspaceRequest = z.infer<typeof CreateWorkspaceRequest>;

export const createWorkspace = operation({
  id: 'create-workspace',
  method: 'post',
  path: `${V1}/workspaces`,
  tag,
  summary: 'Create a workspace and own it; for owners and admins of another one',
  permission: 'session',
  body: CreateWorkspaceRequest,
  result: Workspace,
  status: 201,
});

export const getWorkspace = operation({
  id: 'get-workspace',
  method: 'get',
  path: `${V1}/workspaces/{workspaceId}`,
  tag,
  summary: 'Get the workspace of the request',
  permission: 'catalog:read',
  params,
  result: Workspace,
});

export const UpdateWorkspaceRequest = z
  .strictObject({
    name: name.optional(),
    timeZone: timeZone.optional(),
    eventHoursAheadMax: eventHoursAheadMax.optional(),
    eventDaysLateMax: eventDaysLateMax.optional(),
    requireTwoFactor: z.boolean().optional(),
    manySubscriptions: z.boolean().optional(),
  })
  .meta({ id: 'UpdateWorkspaceRequest' });
export type UpdateWorkspaceRequest = z.infer<typeof UpdateWorkspaceRequest>;

export const updateWorkspace = operation({
  id: 'update-workspace',
  method: 'patch',
  path: `${V1}/workspaces/{workspaceId}`,
  tag,
  summary:
    'Change name, time zone, the bounds on times of events or how many subscriptions a customer may have, in the workspace of the request',
  permission: 'workspace:manage',
  params,
  body: UpdateWorkspaceRequest,
  result: Workspace,
});
