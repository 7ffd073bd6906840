'use client';

import { type ChangeEvent, useRef, useState } from 'react';
import { useApiMutation } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { RadioGroup } from '@/components/ui/radio-group';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast';
import { listPlans } from '@/lib/api/catalog/plans';
import { listCustomers } from '@/lib/api/metering/customers';
import { COMPANY_FILE_MAX, type CompanyImportRequest, importCompany } from '@/lib/api/subscription/company-imports';
import { listSubscriptions } from '@/lib/api/subscription/subscriptions';
import { type ChosenColumns, CSV_PARTS, columnsOf, guessedColumns, headerOf } from './csv-columns';
import { ImportReport } from './import-report';

type Source = CompanyImportRequest['source'];

interface Chosen {
  name: string;
  text: string;
}

/** Brings customers, plans and subscriptions from elsewhere: a file is chosen, checked, and then brought. */
export function ImportPage() {
  const [source, setSource] = useState<Source>('stripe');
  const [file, setFile] = useState<Chosen | null>(null);
  const [columns, setColumns] = useState<ChosenColumns>({});
  const [tooLong, setTooLong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const check = useApiMutation(importCompany);
  const bring = useApiMutation(importCompany, [listCustomers, listPlans, listSubscriptions]);
  const report = bring.data?.data ?? check.data?.data;
  const request = requestOf(source, file, columns);

  const reset = () => {
    check.reset();
    bring.reset();
  };
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const [picked] = event.target.files ?? [];
    if (!picked) return;
    reset();
    const text = await picked.text();
    setTooLong(text.length > COMPANY_FILE_MAX);
    setFile({ name: picked.name, text });
    setColumns(guessedColumns(headerOf(text)));
  };
  const run = async (preview: boolean) => {
    if (!request) return;
    await (preview ? check : bring).mutateAsync({ body: request, query: { preview } });
    if (!preview) toast.success('Brought here.');
  };

  return (
    <Page>
      <PageHeader
        title="Move here"
        description="Bring your customers, plans and subscriptions. Check the file first: nothing is changed until you bring it."
      />
      <Section title="1. Choose a file" card>
        <div className="flex max-w-160 flex-col gap-4">
          <Field label="From" group>
            <RadioGroup
              boxed
              value={source}
              onValueChange={(next) => {
                setSource(next);
                reset();
              }}
              options={[
                {
                  value: 'stripe',
                  label: 'Stripe',
                  hint: 'JSON lines of customers, products, prices (with tiers), meters and subscriptions, as Stripe’s API gives them.',
                },
                { value: 'csv', label: 'CSV', hint: 'One row for each customer, with the key of a plan that is on sale here.' },
              ]}
            />
          </Field>
          <div className="flex flex-wrap items-center gap-3">
            <input
              ref={input}
              type="file"
              accept=".jsonl,.ndjson,.json,.csv,.txt"
              aria-label="File"
              className="sr-only"
              onChange={(event) => void choose(event)}
            />
            <Button onClick={() => input.current?.click()}>{file ? 'Choose another file' : 'Choose a file'}</Button>
            {file && <span className="text-muted">{file.name}</span>}
          </div>
          {tooLong && (
            <p className="text-critical text-sm">
              The file is longer than 5 million characters. Split it and bring the parts one after another.
            </p>
          )}
          {source === 'csv' && file && <ColumnFields header={headerOf(file.text)} value={columns} onChange={setColumns} />}
        </div>
      </Section>
      <Section
        title="2. Check"
        acts={
          <Button loading={check.isPending} disabled={!request || tooLong} onClick={() => void run(true).catch(() => undefined)}>
            Check file
          </Button>
        }
      >
        {(check.error ?? bring.error) && <ErrorState compact error={check.error ?? bring.error} />}
        {report ? <ImportReport report={report} /> : <p className="text-muted">The check says what becomes of each part of the file.</p>}
      </Section>
      {check.data && !bring.data && (
        <div>
          <Button variant="primary" loading={bring.isPending} onClick={() => void run(false).catch(() => undefined)}>
            Bring {check.data.data.customers.made} customers and {check.data.data.subscriptions.made} subscriptions
          </Button>
        </div>
      )}
    </Page>
  );
}

function requestOf(source: Source, file: Chosen | null, chosen: ChosenColumns): CompanyImportRequest | null {
  if (!file) return null;
  if (source === 'stripe') return { source, text: file.text };
  const columns = columnsOf(chosen);
  return columns && { source, text: file.text, columns };
}

function ColumnFields({
  header,
  value,
  onChange,
}: {
  header: readonly string[];
  value: ChosenColumns;
  onChange: (value: ChosenColumns) => void;
}) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {CSV_PARTS.map(({ part, label }) => (
        <Field key={part} label={label} required={part === 'customerKey'}>
          <Select
            value={value[part] ?? ''}
            onValueChange={(name) => onChange({ ...value, [part]: name })}
            options={[{ value: '', label: 'Not in the file' }, ...header.map((name) => ({ value: name, label: name }))]}
          />
        </Field>
      ))}
    </div>
  );
}
