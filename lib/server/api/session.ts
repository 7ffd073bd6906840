import 'server-only';
import * as op from '@/lib/api/session';
import { problem } from '@/lib/problem';
import type { SignedIn } from '../principal';
import { setUp } from '../set-up';
import { endSessions } from '../sign-in';
import { bindOpen } from './edge';

function personOf(person: SignedIn | null): SignedIn {
  if (!person) throw problem('unauthenticated', 'Sign in first.');
  return person;
}

export const sessionRoutes = [
  bindOpen(op.getSession, async (who) => {
    const { user, memberships } = personOf(who.person);
    return { user, workspaces: memberships.map((m) => ({ ...m.workspace, role: m.role })) };
  }),
  bindOpen(op.endAllSessions, async (who) => {
    await endSessions({ userId: personOf(who.person).user.id });
  }),
  bindOpen(op.setUp, (_who, { body }, requestId) => setUp(body, requestId)),
];
