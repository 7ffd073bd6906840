'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import { ProblemFailure } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { keyAsTyped, keyFromName } from '@/components/ui/key-from-name';

type Props = {
  /** Noun of the new thing, with its article: "a plan". */
  thing: 'a plan' | 'an add-on';
  description: string;
  placeholder: string;
  /** Is there one of this key? It would get a next version and not be a new thing. */
  isTaken: (key: string) => Promise<boolean>;
  busy: boolean;
  error: Error | null;
  onCreate: (named: { name: string; key: string }) => void;
  onClose: () => void;
  /** The fields beside name and key, with what the server says about them. */
  children: (about: (field: string) => string | undefined) => ReactNode;
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Asks for what something sold in versions cannot do without; the rest is built in its editor, which opens right after. */
export function CreateVersionedDialog({ thing, description, placeholder, isTaken, busy, error, onCreate, onClose, children }: Props) {
  const [name, setName] = useState('');
  const [typedKey, setKey] = useState<string | null>(null);
  const key = typedKey ?? keyFromName(name);
  const failure = error instanceof ProblemFailure ? error : null;
  const about = (field: string) => failure?.about(field);
  const [twin, setTwin] = useState<string | null>(null);
  const twice =
    key !== '' && twin === key
      ? `${capital(thing)} with this key exists. Open it to make its next version, or choose another key.`
      : undefined;
  const shapeless = key !== '' && !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(key) ? 'Small letters, digits and single underscores.' : undefined;

  const [asking, setAsking] = useState(false);
  const isBusy = busy || asking;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (twice || shapeless || isBusy) return;
    setAsking(true);
    // If the answer is missing, the server still refuses invalid keys.
    if (await isTaken(key).catch(() => false)) setTwin(key);
    else onCreate({ name: name.trim(), key });
    setAsking(false);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Create ${thing.replace(/^an? /, '')}`}
      description={description}
      size="sm"
      busy={isBusy}
      footer={
        <>
          <Button variant="ghost" onClick={onClose} disabled={isBusy}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="create-versioned" loading={isBusy} disabled={!name.trim() || !key}>
            Create and edit
          </Button>
        </>
      }
    >
      <form id="create-versioned" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" noValidate>
        <Field label="Name" error={about('$.name')} required>
          <Input
            autoFocus
            value={name}
            maxLength={256}
            placeholder={placeholder}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field
          label="Key"
          error={twice ?? shapeless ?? about('$.key')}
          hint="Used by subscriptions and code. It cannot be changed later."
          required
        >
          <Input mono value={key} spellCheck={false} autoComplete="off" onChange={(event) => setKey(keyAsTyped(event.target.value))} />
        </Field>
        {children(about)}
        {error && (
          <p role="alert" className="text-critical text-sm">
            {failure?.detail ?? 'The server did not answer. Nothing was created. Try again.'}
          </p>
        )}
      </form>
    </Dialog>
  );
}
