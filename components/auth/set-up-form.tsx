'use client';

import { call } from '@/components/api/client';
import { signIn } from '@/components/api/session-door';
import { SetUpRequest, setUp } from '@/lib/api/workspace/session';
import { type DoorField, DoorForm, NEW_PASSWORD } from './door-form';
import { useLinkToken } from './link-token';

const TOKEN: DoorField = {
  name: 'token',
  label: 'Set-up token',
  hint: 'Printed by npm start. Proves that you run this installation.',
  type: 'text',
  complete: 'off',
};

const FIELDS: readonly DoorField[] = [
  {
    name: 'workspaceName',
    label: 'Company or product',
    hint: 'Names your first workspace. You can add others, such as a sandbox, later.',
    type: 'text',
    complete: 'organization',
  },
  { name: 'name', label: 'Your name', type: 'text', complete: 'name' },
  { name: 'email', label: 'E-mail', type: 'email', complete: 'username' },
  NEW_PASSWORD,
];

/** The first run: a workspace and the owner who signs in to it. Whoever opens the printed link brings the token along. */
export function SetUpForm() {
  const token = useLinkToken('set-up');
  return (
    <DoorForm
      title="Set up Ratebook"
      intro="This installation is new. Create the first workspace and its owner."
      fields={token ? FIELDS : [TOKEN, ...FIELDS]}
      submit="Create workspace"
      schema={SetUpRequest}
      also={{ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC', ...(token && { token }) }}
      onSend={async (body) => {
        await call(setUp, { body });
        await signIn({ email: body.email, password: body.password });
        window.location.assign('/');
      }}
    />
  );
}
