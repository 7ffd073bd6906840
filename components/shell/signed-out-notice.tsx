'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { call } from '@/components/api/client';
import { SIGNED_IN, SIGNED_OUT, signIn } from '@/components/api/session-door';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/text-link';
import { getSession } from '@/lib/api/workspace/session';
import { useViewer } from './viewer';

/**
 * Asks who was signed out while they worked to sign in again, on top of the page and everything that was typed in it. When they are back,
 * what could not be read is read again, and drafts that could not be saved are saved.
 */
export function SignedOutNotice() {
  const [state, setState] = useState<'signed-in' | 'asking' | 'signed-out'>('signed-in');
  const client = useQueryClient();
  useEffect(() => {
    const out = () => setState((before) => (before === 'signed-in' ? 'asking' : before));
    window.addEventListener(SIGNED_OUT, out);
    return () => window.removeEventListener(SIGNED_OUT, out);
  }, []);
  const isOut = state !== 'signed-in';
  useEffect(() => {
    if (!isOut) return;
    const back = () => {
      setState('signed-in');
      void client.refetchQueries({ type: 'active', predicate: (query) => query.state.error !== null });
    };
    // They may also have signed in again in another tab.
    const look = () =>
      void call(getSession, {}).then(
        () => window.dispatchEvent(new Event(SIGNED_IN)),
        () => undefined,
      );
    window.addEventListener(SIGNED_IN, back);
    window.addEventListener('focus', look);
    return () => {
      window.removeEventListener(SIGNED_IN, back);
      window.removeEventListener('focus', look);
    };
  }, [isOut, client]);
  if (!isOut) return null;
  return (
    <>
      <div role="alert" className="flex flex-wrap items-center gap-3 border-border border-b bg-warning-soft px-4 py-2">
        <p className="min-w-0 flex-1">You were signed out. Your changes on this page are kept, but not saved.</p>
        <Button onClick={() => setState('asking')}>Sign in…</Button>
      </div>
      {state === 'asking' && <SignInDialog onClose={() => setState('signed-out')} />}
    </>
  );
}

function SignInDialog({ onClose }: { onClose: () => void }) {
  const { email } = useViewer().user;
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [asksCode, setAsksCode] = useState(false);
  const [failure, setFailure] = useState<string>();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const given = (name: string) => String(form.get(name) ?? '');
    const answer = await signIn({ email, password: given('password'), code: given('code') });
    setBusy(false);
    if (answer.ok) {
      window.dispatchEvent(new Event(SIGNED_IN));
      return;
    }
    if (answer.asksCode) setAsksCode(true);
    setFailure(answer.words);
  }

  return (
    <Dialog
      open
      size="sm"
      busy={busy}
      onOpenChange={onClose}
      title="You were signed out"
      description="Sign in again. Your changes on this page are kept."
      footer={
        <>
          <TextLink quiet className="mr-auto text-muted text-sm" href="/sign-in" target="_blank">
            Sign in in a new tab
          </TextLink>
          <Button type="submit" form={id} variant="primary" loading={busy}>
            Sign in
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="E-mail">
          <Input name="email" type="email" autoComplete="username" value={email} readOnly />
        </Field>
        <Field label="Password" error={asksCode ? undefined : failure}>
          <Input name="password" type="password" autoComplete="current-password" required data-autofocus />
        </Field>
        {asksCode && (
          <Field label="Code" hint="Six digits from your authenticator app, or a recovery code." error={failure}>
            <Input name="code" autoComplete="one-time-code" autoFocus required />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
