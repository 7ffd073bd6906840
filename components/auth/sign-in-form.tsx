'use client';

import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
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

const WORDS: Record<string, string> = {
  CredentialsSignin: 'This e-mail and password do not match an account. Check both and try again.',
  'Code needed': 'Enter the code that your authenticator app shows.',
  'Wrong code': 'Enter the code that the app shows now, or a recovery code.',
  Unavailable: 'Sign-in is not available. Try again in a moment.',
};

/** "Too many attempts: 90" → how long to wait, in words. */
function wordsOf(error: string): string {
  const seconds = /^Too many attempts: (\d+)$/.exec(error)?.[1];
  if (seconds === undefined) return WORDS[error] ?? 'Signing in failed. Try again in a moment.';
  const minutes = Math.ceil(Number(seconds) / 60);
  return `Too many attempts. Wait ${Number(seconds) < 60 ? `${seconds} seconds` : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`}, then try again.`;
}

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
    const given = Object.fromEntries(['email', 'password', 'code'].map((name) => [name, form.get(name) ?? '']));
    const answer = await signIn('credentials', { ...given, redirect: false }).catch(() => null);
    if (answer?.ok) {
      window.location.assign(target); // a full load, so that nothing of another person's session stays in memory
      return;
    }
    setBusy(false);
    if (answer?.error === 'Code needed') setAsksCode(true);
    setError(answer?.error ? wordsOf(answer.error) : 'The server did not answer. Check your connection and try again.');
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
      {singleSignOn && <Button onClick={() => signIn('oidc', { callbackUrl: target })}>Continue with {singleSignOn}</Button>}
    </form>
  );
}
