'use client';

import clsx from 'clsx';
import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';

/** Area to drop or choose a file, with links to sample files. */
export function ImportDrop({ onFile }: { onFile: (file: File) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div className="flex flex-col gap-2">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={clsx(
          'flex cursor-pointer flex-col items-center gap-3 rounded-md border border-border-strong border-dashed px-4 py-14 text-center transition-colors',
          'has-focus-visible:outline-2 has-focus-visible:outline-accent hover:bg-surface',
          over && 'border-accent bg-accent-soft',
        )}
      >
        <span className="grid size-9 place-items-center rounded-md border border-border bg-bg text-muted">
          <FileUp />
        </span>
        <span className="flex max-w-96 flex-col gap-1">
          <span className="font-medium text-md">Drop a CSV or NDJSON file here, or choose one</span>
          <span className="text-pretty text-muted">Any size. You see a preview before the import. Importing a file twice is safe.</span>
        </span>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,.ndjson,.jsonl,text/csv,application/x-ndjson"
          className="sr-only"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) onFile(file);
          }}
        />
      </label>
      <p className="text-muted text-sm">
        Sample files:{' '}
        <a href="/samples/usage.csv" download className="text-accent-text underline">
          CSV
        </a>
        ,{' '}
        <a href="/samples/usage.ndjson" download className="text-accent-text underline">
          NDJSON
        </a>
      </p>
    </div>
  );
}
