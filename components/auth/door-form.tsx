'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { ProblemFailure } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { wirePath } from '@/lib/problem';

export interface DoorField {
  name: string;
  label: string;
  hint?: string;
  type: 'text' | 'email' | 'password';
  complete: string;
}

export const NEW_PASSWORD: DoorField = {
  name: 'password',
  label: 'Password',
  hint: 'At least 12 characters. A short sentence is easy to remember.',
  type: 'password',
  complete: 'new-password',
};

/** Shows an error above a form of the doorway. */
export function DoorAlert({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-md bg-critical-soft px-3 py-2 text-critical">
      {children}
    </p>
  );
}

type Props<Request> = {
  title: string;
  intro: ReactNode;
  fields: readonly DoorField[];
  submit: string;
  schema: z.ZodType<Request>;
  /** Values sent besides the typed ones. */
  also?: Record<string, unknown>;
  /** Sends it, and leaves the page. */
  onSend: (request: Request) => Promise<void>;
  children?: ReactNode;
};

/** A form for somebody who is not signed in: it checks what was typed by the shape that the server uses, and says faults beside the fields. */
export function DoorForm<Request>({ title, intro, fields, submit, schema, also, onSend, children }: Props<Request>) {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const parsed = schema.safeParse({ ...given, ...also });
    setFailure(null);
    if (!parsed.success) {
      const faults = parsed.error.issues.map((i) => [String(i.path[0]), given[String(i.path[0])] ? i.message : 'Required.']);
      setErrors(Object.fromEntries(faults));
      return;
    }
    setErrors({});
    setBusy(true);
    try {
      await onSend(parsed.data);
    } catch (e) {
      if (!(e instanceof ProblemFailure)) setFailure('The server did not answer. Check your connection and try again.');
      else {
        const placed = fields.flatMap(({ name }) => (e.about(wirePath([name])) ? [[name, e.about(wirePath([name])) as string]] : []));
        setErrors(Object.fromEntries(placed));
        if (placed.length === 0) setFailure(e.detail);
      }
    }
    setBusy(false);
  }

  return (
    <form onSubmit={send} className="flex flex-col gap-4" noValidate>
      <div>
        <h1 className="font-semibold text-xl">{title}</h1>
        <p className="mt-1 text-pretty text-muted">{intro}</p>
      </div>
      {failure && <DoorAlert>{failure}</DoorAlert>}
      {fields.map((field, i) => (
        <Field key={field.name} label={field.label} hint={field.hint} error={errors[field.name]} required>
          <Input name={field.name} type={field.type} autoComplete={field.complete} autoFocus={i === 0} />
        </Field>
      ))}
      <Button type="submit" variant="primary" loading={busy}>
        {submit}
      </Button>
      {children}
    </form>
  );
}
