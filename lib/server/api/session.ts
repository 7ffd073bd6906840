import 'server-only';
import * as op from '@/lib/api/session';
import { setUp } from '../set-up';
import { endSessions } from '../sign-in';
import { bindOpen } from './edge';
import { personOf } from './request';

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
