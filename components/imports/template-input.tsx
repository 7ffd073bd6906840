'use client';

import { Braces } from 'lucide-react';
import { useRef } from 'react';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Menu } from '@/components/ui/menu';
import { columnMark } from './import-guess';

interface Props {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  columns: readonly string[];
  hint?: string;
  error?: string;
  placeholder?: string;
  list?: string;
  hideLabel?: boolean;
  className?: string;
}

/** A text in which `{column}` stands for a cell, with the columns at hand to be put in. */
export function TemplateInput({ label, value, onValueChange, columns, hint, error, placeholder, list, hideLabel, className }: Props) {
  const ref = useRef<HTMLInputElement>(null);
  const insert = (mark: string) => {
    const [start, end] = [ref.current?.selectionStart ?? value.length, ref.current?.selectionEnd ?? value.length];
    onValueChange(value.slice(0, start) + mark + value.slice(end));
    requestAnimationFrame(() => {
      ref.current?.focus();
      ref.current?.setSelectionRange(start + mark.length, start + mark.length);
    });
  };
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel} className={className}>
      <Input
        ref={ref}
        mono
        list={list}
        value={value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onValueChange(event.target.value)}
        after={
          <Menu
            align="end"
            label={`Columns for ${label}`}
            trigger={
              <IconButton quiet size="sm" label={`Put a column into ${label}`} icon={<Braces className="size-3.5" />} className="-mr-2" />
            }
            items={[
              { kind: 'label', label: 'Columns of the file' },
              ...columns.map((column) => ({
                label: <span className="font-mono text-sm">{column}</span>,
                onSelect: () => insert(columnMark(column)),
              })),
              { kind: 'separator' },
              { label: 'Number of the row', hint: '{row}', onSelect: () => insert('{row}') },
              { label: 'Its remainder by 10', hint: '{row % 10}', onSelect: () => insert('{row % 10}') },
            ]}
          />
        }
      />
    </Field>
  );
}
