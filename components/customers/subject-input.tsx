'use client';

import { type ClipboardEvent, type KeyboardEvent, useState } from 'react';
import { Chip } from '@/components/ui/chip';
import { useFieldProps } from '@/components/ui/field';

const split = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter(Boolean);

/** A list of subjects, each a chip: Enter, comma or a paste adds, Backspace in the empty field takes the last one out. */
export function SubjectInput({ value, onChange }: { value: readonly string[]; onChange: (value: string[]) => void }) {
  const [text, setText] = useState('');
  const props = useFieldProps<{ id?: string }>({});
  const add = (subjects: readonly string[]) => {
    onChange([...new Set([...value, ...subjects])]);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' || event.key === ',') && text.trim()) {
      event.preventDefault();
      add(split(text));
    } else if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1));
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = split(event.clipboardData.getData('text'));
    if (pasted.length < 2) return;
    event.preventDefault();
    add(pasted);
  };
  return (
    <span className="flex max-h-40 min-h-8 w-full flex-wrap items-center gap-1 overflow-y-auto rounded-sm border border-border-strong bg-bg px-1 py-0.75 transition-colors hover:border-control has-aria-invalid:border-critical has-[input:focus-visible]:border-accent has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent">
      {value.map((subject) => (
        <Chip
          key={subject}
          className="font-mono"
          removeLabel={`Remove ${subject}`}
          onRemove={() => onChange(value.filter((other) => other !== subject))}
        >
          {subject}
        </Chip>
      ))}
      <input
        {...props}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => text.trim() && add(split(text))}
        placeholder={value.length === 0 ? 'acme-eu, acme-us' : ''}
        autoComplete="off"
        spellCheck={false}
        className="h-6 min-w-24 flex-1 bg-transparent px-1.5 font-mono text-sm outline-none"
      />
    </span>
  );
}
