'use client';

import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { call, ProblemFailure } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SetUpRequest, setUp } from '@/lib/api/workspace/session';
import { wirePath } from '@/lib/problem';

const FIELDS = [
  {
    name: 'workspaceName',
    label: 'Company or product',
    hint: 'Names your first workspace. You can add others, such as a sandbox, later.',
    type: 'text',
    complete: 'organization',
  },
  { name: 'name', label: 'Your name', type: 'text', complete: 'name' },
  { name: 'email', label: 'E-mail', type: 'email', complete: 'username' },
  {
    name: 'password',
    label: 'Password',
    hint: 'At least 12 characters. A sentence is easier to keep than a riddle.',
    type: 'password',
    complete: 'new-password',
  },
] as const;

/** The first run: a workspace and the owner who signs in to it. */
export function SetUpForm() {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const parsed = SetUpRequest.safeParse({ ...given, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC' });
    setFailure(null);
    if (!parsed.success) {
      setErrors(
        Object.fromEntries(parsed.error.issues.map((i) => [String(i.path[0]), given[String(i.path[0])] ? i.message : 'This is needed.'])),
      );
      return;
    }
    setErrors({});
    setBusy(true);
    try {
      await call(setUp, { body: parsed.data });
      await signIn('credentials', { email: parsed.data.email, password: parsed.data.password, redirect: false });
      window.location.assign('/');
    } catch (e) {
      setBusy(false);
      if (e instanceof ProblemFailure) {
        setErrors(
          Object.fromEntries(
            FIELDS.flatMap(({ name }) => (e.about(wirePath([name])) ? [[name, e.about(wirePath([name])) as string]] : [])),
          ),
        );
        setFailure(e.detail);
      } else setFailure('No answer from the server. Check the connection and try again.');
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <div>
        <h1 className="font-semibold text-xl">Set up Ratebook</h1>
        <p className="mt-1 text-muted">This installation is new. Create the first workspace and its owner.</p>
      </div>
      {failure && (
        <p role="alert" className="rounded-md bg-critical-soft px-3 py-2 text-critical">
          {failure}
        </p>
      )}
      {FIELDS.map((field, i) => (
        <Field key={field.name} label={field.label} hint={'hint' in field ? field.hint : undefined} error={errors[field.name]} required>
          <Input name={field.name} type={field.type} autoComplete={field.complete} autoFocus={i === 0} />
        </Field>
      ))}
      <Button type="submit" variant="primary" loading={busy}>
        Create workspace
      </Button>
    </form>
  );
}
