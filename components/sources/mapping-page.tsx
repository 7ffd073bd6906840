'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemFailure, refresh, useApi, useApiMutation } from '@/components/api/client';
import { MergeChoice } from '@/components/api/merge-choice';
import { currentAs } from '@/components/api/merge-values';
import { type Stale, staleOf } from '@/components/api/use-saving';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { KeyText } from '@/components/ui/copy';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { keyFromName } from '@/components/ui/key-from-name';
import { useOrigin } from '@/components/ui/origin';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { Ago } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import {
  createIngestMapping,
  getIngestMapping,
  IngestMapping,
  listIngestMappings,
  updateIngestMapping,
} from '@/lib/api/metering/ingest-mappings';
import { MAPPING_PRESETS } from '@/lib/metering/mapping-presets';
import type { UsageMapping } from '@/lib/metering/usage-mapping';
import { DeleteMapping } from './delete-mapping';
import { MappingEditor, mappingFaults } from './mapping-editor';
import { mappedAddress, shipperSetup } from './source-setups';

const BLANK: UsageMapping = {
  format: 'ndjson',
  delimiter: ',',
  type: '',
  source: '',
  id: '',
  subject: '',
  time: { value: '', format: 'iso', timeZone: 'UTC' },
};

const CRUMBS = [{ label: 'Sources', href: '/sources' }];

/** A mapping that is not saved yet, from a preset or from nothing. */
export function NewMapping({ presetId }: { presetId: string | null }) {
  const router = useRouter();
  const preset = MAPPING_PRESETS.find(({ id }) => id === presetId);
  const create = useApiMutation(createIngestMapping, [listIngestMappings]);
  const [name, setName] = useState(preset?.label ?? '');
  const [typedKey, setKey] = useState<string | null>(preset?.id ?? null);
  const key = typedKey ?? keyFromName(name);
  const failed = useFailed();
  const save = async (mapping: UsageMapping) => {
    try {
      const { data } = await create.mutateAsync({ body: { key, name: name.trim(), mapping } });
      toast.success(`Mapping ${data.name} saved`, { detail: 'Lines may now be sent to its address.' });
      router.push(`/sources/${data.id}`);
    } catch (error) {
      failed.set(error);
    }
  };
  return (
    <Page width="full">
      <PageHeader crumbs={CRUMBS} title="New mapping" description={preset?.setup ?? 'Paste a sample and choose its fields.'} />
      {failed.left !== null && <ErrorState compact error={failed.left} />}
      <MappingEditor
        mapping={preset?.mapping ?? BLANK}
        sample={preset?.sample ?? ''}
        faults={failed.faults}
        onChange={failed.clear}
        identity={
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Name" required error={failed.faults.name}>
              <Input value={name} autoComplete="off" placeholder="Edge access log" onChange={(event) => setName(event.target.value)} />
            </Field>
            <Field label="Key" required hint="The end of its address. It cannot be changed later." error={failed.faults.key}>
              <Input mono value={key} autoComplete="off" onChange={(event) => setKey(event.target.value)} />
            </Field>
          </div>
        }
        acts={(mapping) => (
          <Button
            variant="primary"
            loading={create.isPending}
            disabled={!mapping || !name.trim() || !key}
            onClick={() => mapping && void save(mapping)}
          >
            Save mapping
          </Button>
        )}
      >
        {preset?.config && <CodeBlock label={preset.config.file} code={preset.config.code} />}
      </MappingEditor>
    </Page>
  );
}

/** A saved mapping: where its lines go, what was refused last, and the mapping to be changed. */
export function MappingPage({ mappingId }: { mappingId: string }) {
  const mapping = useApi(getIngestMapping, { params: { mappingId } });
  if (mapping.error) return <ErrorState error={mapping.error} onRetry={() => void mapping.refetch()} />;
  if (!mapping.data)
    return (
      <Page>
        <Skeleton className="h-8 w-60" />
        <Skeleton className="h-90" />
      </Page>
    );
  return <Saved key={mapping.revision} saved={mapping.data} revision={mapping.revision} />;
}

/** Typed fields of a mapping. */
type Words = Pick<IngestMapping, 'name' | 'mapping'>;
const wordsOf = ({ name, mapping }: IngestMapping): Words => ({ name, mapping });

function Saved({ saved, revision }: { saved: IngestMapping; revision: number | undefined }) {
  const router = useRouter();
  const origin = useOrigin();
  const mayWrite = useMay('events:write');
  const update = useApiMutation(updateIngestMapping, [getIngestMapping, listIngestMappings]);
  const [name, setName] = useState(saved.name);
  const [deleting, setDeleting] = useState(false);
  const failed = useFailed();
  const client = useQueryClient();
  const [stale, setStale] = useState<(Stale<Words> & { mine: Words }) | null>(null);
  const save = async (words: Words, over?: number) => {
    setStale(null);
    try {
      await update.mutateAsync({ params: { mappingId: saved.id }, body: words, options: { revision: over ?? revision } });
      toast.success(`Mapping ${words.name} saved`, { detail: 'Applies to new lines. Earlier events stay.' });
    } catch (error) {
      const refused = staleOf(error, currentAs(IngestMapping, wordsOf));
      if (refused) setStale({ ...refused, mine: words });
      else failed.set(error);
    }
  };
  const settle = (words: Words, thenSave: boolean) =>
    void (thenSave ? save(words, stale?.revision) : refresh(client, [getIngestMapping, listIngestMappings]));
  return (
    <Page width="full">
      <PageHeader
        crumbs={CRUMBS}
        title={saved.name}
        keyText={<KeyText value={saved.key} />}
        description="Lines sent to its address become events. Other lines are counted as refused."
        acts={mayWrite && <IconButton quiet label={`Delete ${saved.name}`} icon={<Trash2 />} onClick={() => setDeleting(true)} />}
      />
      {failed.left !== null && <ErrorState compact error={failed.left} />}
      <div className="grid items-start gap-6 wide:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
        <Section title="Address">
          <KeyText value={mappedAddress(origin, saved.key)} />
          <p className="text-muted text-sm">NDJSON, a JSON array or CSV, up to 10,000 lines or 10 MB, packed or not.</p>
          <LastRefusal mapping={saved} />
        </Section>
        <CodeBlock
          label={saved.mapping.format === 'csv' ? 'From a terminal' : 'A shipper, such as Vector'}
          code={shipperSetup(origin, saved.key, saved.mapping.format)}
        />
      </div>
      {stale?.theirs && (
        <MergeChoice
          base={wordsOf(saved)}
          mine={stale.mine}
          theirs={stale.theirs}
          changedBy={stale.changedBy}
          busy={update.isPending}
          onSettle={settle}
        />
      )}
      <MappingEditor
        mapping={saved.mapping}
        sample={sampleOf(saved)}
        faults={failed.faults}
        onChange={failed.clear}
        identity={
          <Field label="Name" required error={failed.faults.name}>
            <Input value={name} disabled={!mayWrite} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          </Field>
        }
        acts={(mapping) =>
          mayWrite && (
            <Button
              variant="primary"
              loading={update.isPending}
              disabled={!mapping || !name.trim() || stale !== null}
              onClick={() => mapping && void save({ name: name.trim(), mapping })}
            >
              Save mapping
            </Button>
          )
        }
      />
      {deleting && <DeleteMapping mapping={saved} onClose={() => setDeleting(false)} onDeleted={() => router.push('/sources')} />}
    </Page>
  );
}

function LastRefusal({ mapping: { refusedRows, lastRefusal, lastRefusedAt } }: { mapping: IngestMapping }) {
  if (!lastRefusal || !lastRefusedAt) return <p className="text-muted">Every line so far became an event.</p>;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-warning">
        {refusedRows.toLocaleString('en-US')} {refusedRows === 1 ? 'line' : 'lines'} became no event. The last, <Ago at={lastRefusedAt} />:{' '}
        {lastRefusal.reasons.join('; ')}.
      </p>
      <CodeBlock label={`Line ${lastRefusal.line} of its request`} code={lastRefusal.content} />
    </div>
  );
}

/** The line that was refused last is what one comes here to try; else that of the preset it was made from. */
const sampleOf = ({ key, mapping, lastRefusal }: IngestMapping): string =>
  (mapping.format === 'ndjson' ? lastRefusal?.content : undefined) ?? MAPPING_PRESETS.find(({ id }) => id === key)?.sample ?? '';

/** Messages of a refused save: by field where it can, else as a whole. */
function useFailed() {
  const [error, setError] = useState<unknown>(null);
  const placed = error instanceof ProblemFailure ? placedFaults(error) : {};
  return {
    faults: placed,
    left: error !== null && Object.keys(placed).length === 0 ? error : null,
    set: setError,
    clear: () => setError(null),
  };
}

function placedFaults(error: ProblemFailure): Record<string, string> {
  if (error.code === 'conflict') return { key: error.detail };
  const faults = mappingFaults(error);
  return Object.fromEntries(Object.entries(faults).map(([field, reason]) => [field.replace(/^\$\./, ''), reason]));
}
