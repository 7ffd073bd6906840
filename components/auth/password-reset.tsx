'use client';

import { useState } from 'react';
import { call } from '@/components/api/client';
import { ButtonLink } from '@/components/ui/button';
import { ResetPasswordRequest, requestPasswordLink, resetPassword } from '@/lib/api/workspace/account';
import { DoorAlert, DoorForm, NEW_PASSWORD } from './door-form';
import { useLinkToken } from './link-token';

const BACK = <ButtonLink href="/sign-in">Back to signing in</ButtonLink>;

/** Asks for a link by mail, or says whom to ask where no mail is sent. */
export function ForgotPassword({ mails }: { mails: boolean }) {
  const [sent, setSent] = useState(false);
  if (!mails || sent)
    return (
      <div className="flex flex-col gap-4">
        <h1 className="font-semibold text-xl">Forgot your password?</h1>
        <p role="status" className="text-pretty text-muted">
          {sent
            ? 'If the address has an account, a link is on its way to it. It works once, for an hour.'
            : 'This installation sends no mail. Ask its administrator for a link. The command is'}
        </p>
        {!sent && <code className="font-mono text-sm">npm run user:reset-link -- you@example.com</code>}
        {BACK}
      </div>
    );
  return (
    <DoorForm
      title="Forgot your password?"
      intro="We send a link to your address. Use it to set a new password."
      fields={[{ name: 'email', label: 'E-mail', type: 'email', complete: 'username' }]}
      submit="Send a link"
      schema={requestPasswordLink.body}
      onSend={async (body) => {
        await call(requestPasswordLink, { body });
        setSent(true);
      }}
    >
      {BACK}
    </DoorForm>
  );
}

/** Sets a new password by the one-time link that opened this page. */
export function ResetPassword() {
  const token = useLinkToken('reset');
  if (token === null)
    return (
      <div className="flex flex-col gap-4">
        <h1 className="font-semibold text-xl">Choose a new password</h1>
        <DoorAlert>The link is incomplete. Open the full link you received.</DoorAlert>
        {BACK}
      </div>
    );
  return (
    <DoorForm
      title="Choose a new password"
      intro="You are signed out everywhere. Sign in again with the new password."
      fields={[NEW_PASSWORD]}
      submit="Set password"
      schema={ResetPasswordRequest}
      also={{ token }}
      onSend={async (body) => {
        await call(resetPassword, { body });
        window.location.assign('/sign-in');
      }}
    />
  );
}
