'use client';

import { PathField } from '@/components/pricing/form-scope';
import { Input } from '@/components/ui/input';
import { freeKey, keyAsTyped, keyFromName } from '@/components/ui/key-from-name';
import { Pair } from './form-parts';

type Props = {
  name: string;
  keyValue: string;
  onChange: (changes: { name?: string; key?: string }, field: string) => void;
  /** Keys of the neighbours, which may not be used again. */
  taken: readonly string[];
  /** Why the key cannot be changed, when it cannot. */
  fixedKey?: string;
  /** The key does not follow the name any more: something published knows it. */
  known: boolean;
  /** Noun of the thing that has the key: "rate card". */
  noun: string;
};

/** A name, and a key that follows it until somebody writes one. */
export function NameAndKey({ name, keyValue, onChange, taken, fixedKey, known, noun }: Props) {
  const suggested = freeKey(keyFromName(name), taken);
  const follows = !fixedKey && !known && (keyValue === '' || keyValue === suggested);
  return (
    <Pair>
      <PathField label="Name" path="name">
        <Input
          value={name}
          data-first-field
          maxLength={256}
          autoComplete="off"
          onChange={(event) => {
            const next = event.target.value;
            const key = keyFromName(next);
            onChange(follows && key ? { name: next, key: freeKey(key, taken) } : { name: next }, 'name');
          }}
        />
      </PathField>
      <PathField label="Key" path="key" hint={fixedKey ?? (known ? `A new key makes it a different ${noun} for subscribers.` : undefined)}>
        <Input
          mono
          value={keyValue}
          readOnly={fixedKey !== undefined}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ key: keyAsTyped(event.target.value) }, 'key')}
        />
      </PathField>
    </Pair>
  );
}
