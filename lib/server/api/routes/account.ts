import 'server-only';
import * as op from '@/lib/api/workspace/account';
import { bindOpen } from '@/lib/server/api/edge/edge';
import { personOf } from '@/lib/server/api/edge/request';
import * as account from '@/lib/server/identity/account';
import { requestPasswordLink, resetPassword } from '@/lib/server/identity/password-links';

export const accountRoutes = [
  bindOpen(op.getAccount, (who) => account.getAccount(personOf(who))),
  bindOpen(op.changePassword, (who, { body }, requestId) => account.changePassword(personOf(who), body, requestId)),
  bindOpen(op.beginTwoFactor, (who, { body }) => account.beginTwoFactor(personOf(who), body.password)),
  bindOpen(op.confirmTwoFactor, (who, { body }, requestId) => account.confirmTwoFactor(personOf(who), body.code, requestId)),
  bindOpen(op.removeTwoFactor, (who, { body }, requestId) => account.removeTwoFactor(personOf(who), body, requestId)),
  bindOpen(op.listSessions, (who) => account.listSessions(personOf(who))),
  bindOpen(op.endSession, (who, { params }, requestId) => account.endSession(personOf(who), params.sessionId, requestId)),
  bindOpen(op.requestPasswordLink, (_who, { body }) => requestPasswordLink(body.email)),
  bindOpen(op.resetPassword, (_who, { body }, requestId) => resetPassword(body, requestId)),
];
