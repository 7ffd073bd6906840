import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, Ulid } from '@/lib/fields';
import { Token } from './invitations';
import { Password } from './password';

const tag = 'Account';
const permission = 'session';
const given = z.string().min(1).max(256);

export const Account = z
  .strictObject({
    email: z.string(),
    name: z.string(),
    /** False where the person signs in by single sign-on only. */
    hasPassword: z.boolean(),
    twoFactorSince: DateTime.optional(),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

export const getAccount = operation({
  id: 'get-account',
  method: 'get',
  path: `${V1}/account`,
  tag,
  summary: 'How the person who is signed in proves who they are',
  permission,
  result: Account,
});

export const ChangePasswordRequest = z.strictObject({ current: given, password: Password }).meta({ id: 'ChangePasswordRequest' });
export type ChangePasswordRequest = z.infer<typeof ChangePasswordRequest>;

export const changePassword = operation({
  id: 'change-password',
  method: 'put',
  path: `${V1}/account/password`,
  tag,
  summary: 'Change your password with the present one; every other session of yours ends',
  permission,
  body: ChangePasswordRequest,
  refusals: [429],
});

export const BeginTwoFactorRequest = z.strictObject({ password: given }).meta({ id: 'BeginTwoFactorRequest' });

export const TwoFactorSecret = z
  .strictObject({ secret: z.string(), uri: z.string(), /** The same as a picture to scan. */ svg: z.string() })
  .meta({ id: 'TwoFactorSecret' });
export type TwoFactorSecret = z.infer<typeof TwoFactorSecret>;

export const beginTwoFactor = operation({
  id: 'begin-two-factor',
  method: 'post',
  path: `${V1}/account/two-factor`,
  tag,
  summary: 'Begin a second factor: the secret for an authenticator app. It counts once a code of it was given',
  permission,
  body: BeginTwoFactorRequest,
  result: TwoFactorSecret,
  refusals: [429],
  secretAnswer: true,
});

export const ConfirmTwoFactorRequest = z.strictObject({ code: z.string().min(6).max(40) }).meta({ id: 'ConfirmTwoFactorRequest' });

export const confirmTwoFactor = operation({
  id: 'confirm-two-factor',
  method: 'post',
  path: `${V1}/account/two-factor/confirmation`,
  tag,
  summary: 'Turn the second factor on with a code of the app; the answer holds the recovery codes, this once',
  permission,
  body: ConfirmTwoFactorRequest,
  result: z.strictObject({ recoveryCodes: z.array(z.string()).max(20) }).meta({ id: 'RecoveryCodes' }),
  secretAnswer: true,
});

export const RemoveTwoFactorRequest = z
  .strictObject({ password: given, code: z.string().min(6).max(40) })
  .meta({ id: 'RemoveTwoFactorRequest' });

export const removeTwoFactor = operation({
  id: 'remove-two-factor',
  method: 'post',
  path: `${V1}/account/two-factor/removal`,
  tag,
  summary: 'Turn the second factor off, with the password and a code of the app or a recovery code',
  permission,
  body: RemoveTwoFactorRequest,
  status: 204,
  refusals: [429],
});

export const OwnSession = z
  .strictObject({
    id: Ulid,
    current: z.boolean(),
    singleSignOn: z.boolean(),
    /** Name that the browser sent, and the network address that it signed in from. */
    device: z.string(),
    source: z.string(),
    createdAt: DateTime,
    expiresAt: DateTime,
  })
  .meta({ id: 'OwnSession' });
export type OwnSession = z.infer<typeof OwnSession>;

export const listSessions = operation({
  id: 'list-sessions',
  method: 'get',
  path: `${V1}/account/sessions`,
  tag,
  summary: 'Where you are signed in, the newest 100 sessions first',
  permission,
  result: z.strictObject({ data: z.array(OwnSession).max(100) }).meta({ id: 'OwnSessionList' }),
});

export const endSession = operation({
  id: 'end-session',
  method: 'delete',
  path: `${V1}/account/sessions/{sessionId}`,
  tag,
  summary: 'End one of your sessions',
  permission,
  params: z.strictObject({ sessionId: Ulid }),
});

export const requestPasswordLink = operation({
  id: 'request-password-link',
  method: 'post',
  path: `${V1}/password-links`,
  tag,
  summary: 'Ask for a one-time link by mail that sets a new password; the answer is the same whether or not the address has an account',
  permission: 'none',
  body: z.strictObject({ email: z.email().max(254) }).meta({ id: 'PasswordLinkRequest' }),
  status: 204,
  refusals: [429],
});

export const ResetPasswordRequest = z.strictObject({ token: Token, password: Password }).meta({ id: 'ResetPasswordRequest' });

export const resetPassword = operation({
  id: 'reset-password',
  method: 'post',
  path: `${V1}/password-links/use`,
  tag,
  summary: 'Set a new password with a one-time link; every session of the person ends, the second factor stays',
  permission: 'none',
  body: ResetPasswordRequest,
  status: 204,
  refusals: [404],
});
