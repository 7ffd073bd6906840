import 'server-only';
import * as op from '@/lib/api/workspace/session';
import { bindOpen } from '@/lib/server/api/edge/edge';
import { personOf } from '@/lib/server/api/edge/request';
import { setUp } from '@/lib/server/identity/set-up';
import { endSessions } from '@/lib/server/identity/sign-in';

export const sessionRoutes = [
  bindOpen(op.getSession, async (who) => {
    const { user, memberships } = personOf(who);
    return { user, workspaces: memberships.map(({ role, workspace: { id, key, name, timeZone } }) => ({ id, key, name, timeZone, role })) };
  }),
  bindOpen(op.endAllSessions, async (who) => {
    await endSessions({ userId: personOf(who).user.id });
  }),
  bindOpen(op.setUp, (_who, { body }, requestId) => setUp(body, requestId)),
];
