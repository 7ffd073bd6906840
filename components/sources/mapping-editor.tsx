'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { ProblemFailure, useApi } from '@/components/api/client';
import { ImportMapping } from '@/components/imports/import-mapping';
import { ImportPreview } from '@/components/imports/import-preview';
import { preview } from '@/components/imports/import-upload';
import { type ImportValues, mappingOf, missingParts, valuesOf } from '@/components/imports/import-values';
import { ALL_METERS } from '@/components/lists/catalog-input';
import { useViewer } from '@/components/shell/viewer';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { useSettled } from '@/components/ui/settled';
import { Textarea } from '@/components/ui/textarea';
import { listMeters } from '@/lib/api/metering/meters';
import { compileMapping, type UsageMapping } from '@/lib/metering/usage-mapping';

interface Props {
  mapping: UsageMapping;
  sample: string;
  /** Faults found by the server on saving, by field of the mapping. */
  faults: Readonly<Record<string, string>>;
  onChange: () => void;
  /** Above the mapping: name and key. */
  identity: ReactNode;
  /** Below the trial: how the lines come to be written. */
  children?: ReactNode;
  /** The act that saves; undefined while something is missing or not yet tried. */
  acts: (mapping: UsageMapping | undefined) => ReactNode;
}

/** A mapping beside the events that it makes of a pasted sample, with every line that makes none and why. */
export function MappingEditor({ mapping, sample: firstSample, faults, onChange, identity, children, acts }: Props) {
  const { timeZone } = useViewer().workspace;
  const [values, setValues] = useState<ImportValues>(() => valuesOf(mapping));
  const [sample, setSample] = useState(firstSample);
  const meters = useApi(listMeters, ALL_METERS).data?.data ?? [];
  const missing = missingParts(values);
  const tried = useSettled(useMemo(() => ({ sample, values }), [sample, values]));
  const asks = useMemo(
    () =>
      missingParts(tried.values).length > 0
        ? { format: tried.values.format, delimiter: tried.values.delimiter }
        : { mapping: mappingOf(tried.values) },
    [tried],
  );
  const rows = useQuery({
    queryKey: ['mapping-sample', tried.sample, asks],
    queryFn: ({ signal }) => preview(tried.sample, asks, signal),
    enabled: tried.sample.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const change = (next: ImportValues) => {
    setValues(next);
    onChange();
  };
  const isTried = tried.values === values && !rows.error;
  return (
    <div className="grid gap-6 wide:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
      <div className="flex flex-col gap-6">
        {identity}
        <Section title="Fields">
          <SegmentedControl
            label="Written as"
            value={values.format}
            onValueChange={(format) => change({ ...values, format })}
            segments={[
              { value: 'ndjson', label: 'JSON, one object a line' },
              { value: 'csv', label: 'CSV' },
            ]}
          />
          <ImportMapping
            values={values}
            onChange={change}
            columns={columnsOf(rows.data?.columns, values)}
            eventTypes={[...new Set(meters.map((meter) => meter.eventType))]}
            faults={{ ...faultsOf(rows.error), ...faults }}
            timeZone={timeZone}
          />
        </Section>
      </div>
      <Section
        title="Preview"
        description={
          missing.length > 0 ? `Missing: ${missing.join(', ')}. Showing the fields as they are.` : 'Preview only. Nothing is stored.'
        }
        acts={acts(missing.length === 0 && isTried ? mappingOf(values) : undefined)}
      >
        <Field label="A sample" hint="Paste some lines, or a JSON array.">
          <Textarea
            mono
            rows={6}
            spellCheck={false}
            className="overflow-x-auto whitespace-pre"
            value={sample}
            onChange={(event) => setSample(event.target.value)}
          />
        </Field>
        {rows.error && !rows.data ? (
          <ErrorState compact error={rows.error} />
        ) : sample.trim() === '' ? (
          <p className="text-muted">Add a sample to see its events.</p>
        ) : (
          <ImportPreview preview={rows.data} stale={rows.isPlaceholderData} />
        )}
        {rows.error && rows.data && <p className="text-critical">{rows.error.message}</p>}
        {children}
      </Section>
    </div>
  );
}

/** The fields of the sample; without one, those that the mapping names. */
function columnsOf(seen: readonly string[] | undefined, values: ImportValues): readonly string[] {
  if (seen?.length) return seen;
  const compiled = compileMapping(mappingOf(values));
  return 'columns' in compiled ? compiled.columns : [];
}

function faultsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ProblemFailure)) return {};
  return mappingFaults(error);
}

/** Returns the server's faults of a mapping, by field. */
export const mappingFaults = (error: ProblemFailure): Record<string, string> =>
  Object.fromEntries((error.problem.invalid_parameters ?? []).map(({ field, reason }) => [field.replace(/^mapping\.?/, ''), reason]));
