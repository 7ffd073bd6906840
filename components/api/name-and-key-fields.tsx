'use client';

import { useRef } from 'react';
import { useFormContext } from 'react-hook-form';
import { keyFromName } from '@/components/ui/key-from-name';
import { TextField } from './form-field';

interface Values {
  name: string;
  key: string;
}

type Props = {
  /** Examples shown while the fields are empty. */
  example: Values;
  /** Stands between the words of a suggested key. */
  separator?: '_' | '-';
  keyHint?: string;
};

/** Name and key of a new thing, of the form around them: the key follows the name until somebody types one. */
export function NameAndKeyFields({ example, separator, keyHint }: Props) {
  const { getValues, setValue } = useFormContext<Values>();
  const keyTyped = useRef(getValues('key') !== '');
  return (
    <>
      <TextField<Values>
        name="name"
        label="Name"
        required
        input={{
          autoFocus: true,
          placeholder: example.name,
          onEdit: () => !keyTyped.current && setValue('key', keyFromName(getValues('name'), separator)),
        }}
      />
      <TextField<Values>
        name="key"
        label="Key"
        required
        hint={keyHint}
        input={{
          mono: true,
          placeholder: example.key,
          onEdit: () => {
            keyTyped.current = true;
          },
        }}
      />
    </>
  );
}
