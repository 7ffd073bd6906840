'use client';

import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

type Props = {
  /** Path to open once signed in. */
  target: string;
  /** Name of the single sign-on, when there is one. */
  singleSignOn: string | null;
  /** The last attempt through single sign-on was refused. */
  refused: boolean;
};

const WORDS: Record<string, string> = {
  CredentialsSignin: 'This e-mail and password do not match an account. Check both and try again.',
  'Too many attempts': 'Too many attempts. Wait 15 minutes, then try again.',
};

/** E-mail and password, or single sign-on. The answer is the same whether or not an address is known. */
export function SignInForm({ target, singleSignOn, refused }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(refused ? 'Single sign-on did not let you in. Ask an owner to add your e-mail address.' : null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    const answer = await signIn('credentials', { email: form.get('email'), password: form.get('password'), redirect: false }).catch(
      () => null,
    );
    if (answer?.ok) {
      window.location.assign(target); // a full load, so that nothing of another person's session stays in memory
      return;
    }
    setBusy(false);
    setError(
      answer?.error
        ? (WORDS[answer.error] ?? 'Signing in failed. Try again in a moment.')
        : 'No answer from the server. Check the connection and try again.',
    );
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <h1 className="font-semibold text-xl">Sign in</h1>
      {error && (
        <p role="alert" className="rounded-md bg-critical-soft px-3 py-2 text-critical">
          {error}
        </p>
      )}
      <Field label="E-mail">
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password">
        <Input name="password" type="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant="primary" loading={busy}>
        Sign in
      </Button>
      {singleSignOn && <Button onClick={() => signIn('oidc', { callbackUrl: target })}>Continue with {singleSignOn}</Button>}
    </form>
  );
}
