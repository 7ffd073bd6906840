'use client';

import { Plus, X } from 'lucide-react';
import { memo, useState } from 'react';
import { PathField } from '@/components/pricing/form-scope';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';

type Props = {
  description: string | undefined;
  labels: Record<string, string> | undefined;
  onDescription: (value: string | undefined) => void;
  onLabels: (value: Record<string, string> | undefined) => void;
};

/** Optional fields of a part: a description and labels. Offered by two small buttons until they are there. */
export const DescriptionAndLabels = memo(function DescriptionAndLabels({ description, labels, onDescription, onLabels }: Props) {
  const [wanted, setWanted] = useState(false);
  const [row, setRow] = useState<{ key: string; value: string } | null>(null);
  const entries = Object.entries(labels ?? {});
  const showDescription = wanted || description !== undefined;
  const put = (next: [string, string][]) => onLabels(next.length > 0 ? Object.fromEntries(next) : undefined);
  const addRow = () => {
    if (row?.key && row.value) put([...entries, [row.key, row.value]]);
    setRow(null);
  };
  return (
    <>
      {showDescription && (
        <PathField label="Description" path="description">
          <Textarea
            rows={2}
            value={description ?? ''}
            autoFocus={wanted && description === undefined}
            onChange={(event) => onDescription(event.target.value || undefined)}
          />
        </PathField>
      )}
      {(entries.length > 0 || row) && (
        <PathField label="Labels" path="labels" group>
          <div className="flex flex-col gap-1.5">
            {entries.map(([key, value]) => (
              <div key={key} className="flex items-center gap-1.5">
                <Input mono readOnly value={key} aria-label={`Key of label ${key}`} />
                <Input
                  mono
                  value={value}
                  aria-label={`Value of label ${key}`}
                  onChange={(event) => put(entries.map(([k, v]) => [k, k === key ? event.target.value : v]))}
                />
                <IconButton size="sm" label={`Remove label ${key}`} icon={<X />} onClick={() => put(entries.filter(([k]) => k !== key))} />
              </div>
            ))}
            {row && (
              <div className="flex items-center gap-1.5">
                <Input
                  mono
                  autoFocus
                  value={row.key}
                  placeholder="key"
                  aria-label="Key of the new label"
                  onChange={(event) => setRow({ ...row, key: event.target.value.trim() })}
                />
                <Input
                  mono
                  value={row.value}
                  placeholder="value"
                  aria-label="Value of the new label"
                  onChange={(event) => setRow({ ...row, value: event.target.value.trim() })}
                  onKeyDown={(event) => event.key === 'Enter' && addRow()}
                  onBlur={addRow}
                />
                <IconButton size="sm" label="Remove the new label" icon={<X />} onClick={() => setRow(null)} />
              </div>
            )}
          </div>
        </PathField>
      )}
      <div className="-ml-2.5 flex flex-wrap gap-1">
        {!showDescription && (
          <Button size="sm" variant="ghost" icon={<Plus />} className="text-muted" onClick={() => setWanted(true)}>
            Description
          </Button>
        )}
        {!row && (
          <Button size="sm" variant="ghost" icon={<Plus />} className="text-muted" onClick={() => setRow({ key: '', value: '' })}>
            Label
          </Button>
        )}
      </div>
    </>
  );
});
