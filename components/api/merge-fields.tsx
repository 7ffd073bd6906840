'use client';

import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import type { Side, ValueConflict } from './merge-values';

/** `address.city` → "Address, city"; a form may know a better word. */
const words = (path: string, labels: Partial<Record<string, string>>): string => {
  const spoken = labels[path] ?? path.replaceAll('.', ', ').replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return spoken.charAt(0).toUpperCase() + spoken.slice(1);
};

/** A value of a form as one reads it. */
function plainWords(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'Empty';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.length === 0 ? 'None' : value.map(plainWords).join(', ');
  if (typeof value !== 'object') return String(value);
  const parts = Object.values(value).filter((part) => part !== '' && part !== undefined && part !== null);
  return parts.map(plainWords).join(' ') || 'Empty';
}

/** A value of the field at a path in words; undefined where it speaks for itself. */
export type ValueWords = (path: string, value: unknown) => string | undefined;

interface Props {
  /** "Mara, 3 minutes ago"; what is known of it. */
  changedBy: string | undefined;
  conflicts: readonly ValueConflict[];
  taken: readonly ValueConflict[];
  choices: Readonly<Record<string, Side>>;
  onChoose: (path: string, side: Side) => void;
  labels: Partial<Record<string, string>>;
  valueWords: ValueWords | undefined;
}

/** Another user saved the same thing first: what they changed, and a choice wherever both changed the same field. */
export function MergeFields({ changedBy, conflicts, taken, choices, onChoose, labels, valueWords }: Props) {
  const said = (path: string, value: unknown) => valueWords?.(path, value) ?? plainWords(value);
  return (
    <section role="alert" className="flex flex-col gap-3 rounded-md bg-warning-soft p-3">
      <p className="text-pretty">
        <span className="font-medium">{changedBy ?? 'Another user'} changed this while you had it open.</span> Your changes are not saved
        yet. Theirs are kept.{' '}
        {conflicts.length === 0
          ? 'You changed different fields: both changes can be kept.'
          : conflicts.length === 1
            ? 'One field was changed by both.'
            : `${conflicts.length} fields were changed by both.`}
      </p>
      {taken.length > 0 && (
        <ul className="flex flex-col gap-0.5 text-sm">
          {taken.map(({ path, theirs }) => (
            <li key={path} className="break-words">
              {words(path, labels)}: {said(path, theirs)} <span className="text-muted">(theirs)</span>
            </li>
          ))}
        </ul>
      )}
      {conflicts.map(({ path, mine, theirs }) => (
        <Field key={path} group label={words(path, labels)}>
          <RadioGroup
            boxed
            value={choices[path] ?? null}
            onValueChange={(side) => onChoose(path, side)}
            options={[
              { value: 'mine', label: 'Mine', hint: said(path, mine) },
              { value: 'theirs', label: 'Theirs', hint: said(path, theirs) },
            ]}
          />
        </Field>
      ))}
    </section>
  );
}
