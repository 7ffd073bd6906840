'use client';

import { useState } from 'react';
import { Input, type InputProps } from './input';

type Props = Omit<InputProps, 'value' | 'onChange'> & {
  /** Stored value, as the field shows it without focus. */
  shown: string;
  /** Reads what was typed; null for what cannot be read. */
  read: (text: string) => string | null;
  onRead: (value: string) => void;
  /** Says what can be read, when it was something else: "Type a day such as 1 Oct 2026". */
  fault: string;
};

/** A text field for something with a form of its own: it is read while it is typed, and written properly when the field is left. */
export function TypedText({ shown, read, onRead, fault, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const isUnread = typed !== null && typed.trim() !== '' && read(typed) === null;
  return (
    <Input
      {...rest}
      value={typed ?? shown}
      autoComplete="off"
      spellCheck={false}
      title={isUnread ? fault : rest.title}
      {...(isUnread && { 'aria-invalid': true })}
      onChange={(event) => {
        const text = event.target.value;
        setTyped(text);
        const value = text.trim() === '' ? '' : read(text);
        if (value !== null) onRead(value);
      }}
      onBlur={(event) => {
        if (!isUnread) setTyped(null); // what cannot be read stays, marked, to be mended
        rest.onBlur?.(event);
      }}
    />
  );
}
