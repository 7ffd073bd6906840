import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, Ulid } from '@/lib/fields';
import { DateTimeFieldFilter, StringFieldFilter, StringFieldFilterExact } from '@/lib/filter';
import { CursorPaginationQueryPage, cursorPageOf } from '@/lib/paging';

/** Events about access: signing in and out, secrets and roles that change, what was refused, and what was taken out. */
export const SecurityEventType = z
  .enum([
    ...(['sign_in', 'sign_in.failed', 'sign_in.waiting', 'sign_out', 'session.end'] as const),
    ...(['password.change', 'password_link.create', 'password.reset', 'two_factor.on', 'two_factor.off', 'recovery_code.use'] as const),
    ...(['invitation.create', 'invitation.accept', 'invitation.revoke', 'role.change', 'member.remove'] as const),
    ...(['api_key.create', 'api_key.revoke', 'api_key.refused', 'request.refused', 'export', 'workspace.two_factor'] as const),
  ])
  .meta({ id: 'SecurityEventType' });
export type SecurityEventType = z.infer<typeof SecurityEventType>;

export const SecurityEvent = z
  .strictObject({
    id: Ulid,
    at: DateTime,
    type: SecurityEventType,
    /** Name of the actor; for an attempt to sign in, the address that was given. */
    actor: z.string(),
    /** The network address it came from. */
    source: z.string(),
    about: z.string(),
    requestId: z.string(),
  })
  .meta({ id: 'SecurityEvent' });
export type SecurityEvent = z.infer<typeof SecurityEvent>;

const Filter = z
  .strictObject({
    actor: StringFieldFilter.optional(),
    type: StringFieldFilterExact.optional(),
    source: StringFieldFilterExact.optional(),
    at: DateTimeFieldFilter.optional(),
  })
  .meta({ id: 'ListSecurityEventsParamsFilter' });

export const listSecurityEvents = operation({
  id: 'list-security-events',
  method: 'get',
  path: `${V1}/security-log`,
  tag: 'Security log',
  summary: 'What happened about access: sign-ins of members, refusals, keys, roles and exports, the latest first',
  permission: 'members:manage',
  query: z.strictObject({ page: CursorPaginationQueryPage.optional(), filter: Filter.optional() }),
  result: cursorPageOf(SecurityEvent, 'SecurityEventPage'),
});
