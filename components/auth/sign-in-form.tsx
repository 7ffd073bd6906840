'use client';

import { type FormEvent, useState } from 'react';
import { signIn, signInElsewhere } from '@/components/api/session-door';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/text-link';
import { DoorAlert } from './door-form';

type Props = {
  /** Path to open once signed in. */
  target: string;
  /** Name of the single sign-on, when there is one. */
  singleSignOn: string | null;
  /** The last attempt through single sign-on was refused. */
  refused: boolean;
};

/** E-mail and password, or single sign-on. The answer is the same whether or not an address is known. */
export function SignInForm({ target, singleSignOn, refused }: Props) {
  const [busy, setBusy] = useState(false);
  const [asksCode, setAsksCode] = useState(false);
  const [error, setError] = useState(refused ? 'Single sign-on did not let you in. Ask an owner to invite you.' : null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    const given = (name: string) => String(form.get(name) ?? '');
    const answer = await signIn({ email: given('email'), password: given('password'), code: given('code') });
    if (answer.ok) {
      window.location.assign(target); // a full load, so that nothing of another person's session stays in memory
      return;
    }
    setBusy(false);
    if (answer.asksCode) setAsksCode(true);
    setError(answer.words);
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <h1 className="font-semibold text-xl">Sign in</h1>
      {error && <DoorAlert>{error}</DoorAlert>}
      <Field label="E-mail">
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field
        label="Password"
        aside={
          <TextLink quiet className="text-muted text-sm" href="/forgot-password">
            Forgot it?
          </TextLink>
        }
      >
        <Input name="password" type="password" autoComplete="current-password" required />
      </Field>
      {asksCode && (
        <Field label="Code" hint="Six digits from your authenticator app, or a recovery code.">
          <Input name="code" autoComplete="one-time-code" autoFocus required />
        </Field>
      )}
      <Button type="submit" variant="primary" loading={busy}>
        Sign in
      </Button>
      {singleSignOn && (
        <Button onClick={() => void signInElsewhere(target).catch(() => setError('Single sign-on did not answer. Try again in a moment.'))}>
          Continue with {singleSignOn}
        </Button>
      )}
    </form>
  );
}
