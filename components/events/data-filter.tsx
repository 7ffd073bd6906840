'use client';

import clsx from 'clsx';
import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Popover } from '@/components/ui/popover';
import { jsonPathSteps } from '@/lib/metering/json-path';

interface Props {
  path: string;
  value: string;
  onChange: (path: string | null, value: string | null) => void;
}

/** A field name as it is typed, as a path: `model` is `$.model`. */
const pathOf = (typed: string): string => (typed.startsWith('$') || typed === '' ? typed : `$.${typed}`);

/** Only events with a value at a place of their data; a chip like the other filters, with two fields behind it. */
export function DataFilter({ path, value, onChange }: Props) {
  const set = path !== '';
  return (
    <span className="inline-flex max-w-full items-center">
      <Popover
        label="Data field"
        trigger={
          <button
            type="button"
            className={clsx(
              'inline-flex h-8 min-w-0 items-center gap-1.5 rounded-md border px-2.5 transition-colors hover:bg-hover',
              set ? 'rounded-r-none border-border-strong' : 'border-border-strong border-dashed text-muted',
            )}
          >
            {!set && <ListFilter className="size-3.5" />}
            <span className={clsx('truncate', set && 'text-muted')}>{set ? path : 'Data field'}</span>
            {set && <span className="truncate font-medium">{value}</span>}
          </button>
        }
      >
        {(close) => (
          <Fields
            key={`${path} ${value}`}
            path={path}
            value={value}
            onApply={(nextPath, nextValue) => {
              onChange(nextPath, nextValue);
              close();
            }}
          />
        )}
      </Popover>
      {set && (
        <button
          type="button"
          aria-label="Remove filter Data field"
          onClick={() => onChange(null, null)}
          className="grid h-8 w-7 shrink-0 place-items-center rounded-r-md border border-border-strong border-l-0 text-muted transition-colors hover:bg-hover hover:text-text"
        >
          <X className="size-3.5" />
        </button>
      )}
    </span>
  );
}

function Fields({ path, value, onApply }: { path: string; value: string; onApply: (path: string, value: string) => void }) {
  const [typed, setTyped] = useState(path);
  const [text, setText] = useState(value);
  const at = pathOf(typed.trim());
  const unreadable = at !== '' && jsonPathSteps(at) === null;
  return (
    <form
      className="flex w-72 flex-col gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (at && !unreadable) onApply(at, text);
      }}
    >
      <Field label="Field of the data" error={unreadable ? 'Write it like model, or $.usage.tokens.' : undefined}>
        <Input mono value={typed} autoComplete="off" placeholder="model" onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <Field label="Is exactly">
        <Input mono value={text} autoComplete="off" placeholder="small" onChange={(event) => setText(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" size="sm" disabled={!at || unreadable}>
        Show these events
      </Button>
    </form>
  );
}
