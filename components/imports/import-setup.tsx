'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ProblemFailure, refresh, useApi } from '@/components/api/client';
import { ALL_METERS } from '@/components/lists/catalog-input';
import { useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { useSettled } from '@/components/ui/settled';
import { Skeleton } from '@/components/ui/skeleton';
import { searchEvents } from '@/lib/api/metering/event-life';
import { listEvents } from '@/lib/api/metering/events';
import { listMeters } from '@/lib/api/metering/meters';
import { listUsageImports, type UsageImport } from '@/lib/api/metering/usage-imports';
import { compileMapping } from '@/lib/metering/usage-mapping';
import { bytesText } from './import-figures';
import { delimiterOf, formatOf, guessMapping } from './import-guess';
import { LATEST_IMPORTS } from './import-input';
import { ImportMapping } from './import-mapping';
import { ImportPreview } from './import-preview';
import { ImportRun } from './import-run';
import { beginningOf, preview } from './import-upload';
import { type ImportValues, mappingOf, missingParts, valuesOf } from './import-values';

interface Props {
  file: File;
  onCancel: () => void;
  onDone: (result: UsageImport) => void;
}

/** Reads the beginning of the file, guesses a mapping, and lets it be completed beside the events that it makes. */
export function ImportSetup({ file, onCancel, onDone }: Props) {
  const sample = useQuery({
    queryKey: ['import-sample', file.name, file.size, file.lastModified],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const beginning = await beginningOf(file);
      const as = { format: formatOf(file.name, beginning), delimiter: delimiterOf(beginning) };
      const { columns, rows } = await preview(beginning, as, signal);
      return { beginning, columns, guess: guessMapping({ columns, rows: rows.map((row) => row.cells) }, { name: file.name, ...as }) };
    },
  });
  if (sample.error) {
    return (
      <Section card title={file.name} acts={<Button onClick={onCancel}>Choose another file</Button>}>
        <ErrorState error={sample.error} onRetry={() => void sample.refetch()} />
      </Section>
    );
  }
  if (!sample.data) return <Skeleton className="h-120" />;
  return <Mapped file={file} onCancel={onCancel} onDone={onDone} {...sample.data} />;
}

function Mapped({
  file,
  onCancel,
  onDone,
  beginning,
  columns,
  guess,
}: Props & { beginning: string; columns: string[]; guess: ImportValues }) {
  const { timeZone } = useViewer().workspace;
  const client = useQueryClient();
  const [values, setValues] = useState(guess);
  const [running, setRunning] = useState(false);
  const meters = useApi(listMeters, ALL_METERS).data?.data ?? [];
  const earlier = useEarlierMapping(columns);
  const missing = missingParts(values);
  const mapping = useMemo(() => mappingOf(values), [values]);
  const settled = useSettled(values);
  const tried = useMemo(
    () => (missingParts(settled).length > 0 ? { format: settled.format, delimiter: settled.delimiter } : { mapping: mappingOf(settled) }),
    [settled],
  );
  const rows = useQuery({
    queryKey: ['import-preview', file.name, file.size, file.lastModified, tried],
    queryFn: ({ signal }) => preview(beginning, tried, signal),
    placeholderData: keepPreviousData,
  });
  const faults = faultsOf(rows.error);
  const refused = rows.data?.rows.filter((row) => row.reasons).length ?? 0;

  if (running) {
    return (
      <ImportRun
        file={file}
        mapping={mapping}
        onBack={() => setRunning(false)}
        onDone={(result) => {
          void refresh(client, [listUsageImports, listEvents, searchEvents]);
          onDone(result);
        }}
      />
    );
  }
  return (
    <div className="grid gap-6 wide:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
      <Section
        title={file.name}
        description={`${bytesText(file.size)} · ${columns.length} columns`}
        acts={
          <Button size="sm" variant="ghost" onClick={onCancel}>
            Choose another file
          </Button>
        }
      >
        {earlier && (
          <p className="text-muted text-sm">
            The columns fit an earlier import.{' '}
            <button
              type="button"
              className="rounded-sm text-accent-text hover:underline"
              onClick={() => setValues(valuesOf(earlier.mapping))}
            >
              Use the mapping of {earlier.fileName}
            </button>
          </p>
        )}
        <ImportMapping
          values={values}
          onChange={setValues}
          columns={columns}
          eventTypes={[...new Set(meters.map((meter) => meter.eventType))]}
          faults={faults}
          timeZone={timeZone}
        />
      </Section>
      <Section
        title="Preview"
        description={missing.length > 0 ? `Missing: ${missing.join(', ')}. Showing the rows as they are.` : 'Nothing is stored yet.'}
        acts={
          <Button
            variant="primary"
            disabled={missing.length > 0 || settled !== values || Boolean(rows.error) || rows.isPlaceholderData}
            onClick={() => setRunning(true)}
          >
            Import {bytesText(file.size)}
          </Button>
        }
      >
        {rows.error && !rows.data ? (
          <ErrorState compact error={rows.error} />
        ) : (
          <ImportPreview preview={rows.data} stale={rows.isPlaceholderData} />
        )}
        {rows.error && <p className="text-critical">{rows.error.message}</p>}
        {refused > 0 && !rows.isPlaceholderData && (
          <p className="text-sm text-warning">
            {refused === rows.data?.rows.length ? 'None of these rows become events.' : `${refused} of these rows become no event.`} Rows
            without an event are listed after the import, each with its reason.
          </p>
        )}
      </Section>
    </div>
  );
}

/** Returns the server's faults of the mapping, by field. */
function faultsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ProblemFailure)) return {};
  return Object.fromEntries(
    (error.problem.invalid_parameters ?? []).map(({ field, reason }) => [field.replace(/^mapping\.?/, ''), reason]),
  );
}

/** The mapping of the newest import whose columns this file has all of. */
function useEarlierMapping(columns: readonly string[]): UsageImport | undefined {
  const imports = useApi(listUsageImports, LATEST_IMPORTS).data?.data;
  return useMemo(
    () =>
      imports?.find(({ mapping }) => {
        const compiled = compileMapping(mapping);
        return 'columns' in compiled && compiled.columns.length > 0 && compiled.columns.every((column) => columns.includes(column));
      }),
    [imports, columns],
  );
}
