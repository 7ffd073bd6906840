'use client';

import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import type { FieldType, ImportValues } from './import-values';
import { TemplateInput } from './template-input';

interface Props {
  values: ImportValues;
  onChange: (values: ImportValues) => void;
  columns: readonly string[];
  eventTypes: readonly string[];
  /** Faults found by the server, by field of the mapping. */
  faults: Readonly<Record<string, string>>;
  timeZone: string;
}

const SEPARATORS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar' },
];
const TIME_FORMATS = [
  { value: 'iso', label: 'ISO 8601' },
  { value: 'unix_seconds', label: 'Unix seconds' },
  { value: 'unix_milliseconds', label: 'Unix milliseconds' },
  { value: 'pattern', label: 'A pattern…' },
];
const FIXED_FORMATS = ['iso', 'unix_seconds', 'unix_milliseconds'];
const TYPES: { value: FieldType; label: string }[] = [
  { value: 'number', label: 'number' },
  { value: 'string', label: 'text' },
  { value: 'boolean', label: 'yes or no' },
  { value: 'json', label: 'JSON' },
];

/** Form of a mapping from rows to events: each part of an event as a text in which columns stand in braces. */
export function ImportMapping({ values, onChange, columns, eventTypes, faults, timeZone }: Props) {
  const set = (part: Partial<ImportValues>) => onChange({ ...values, ...part });
  const isPattern = !FIXED_FORMATS.includes(values.timeFormat);
  const template = (field: 'type' | 'subject' | 'id' | 'source' | 'time') => ({
    value: values[field],
    onValueChange: (text: string) => set({ [field]: text }),
    columns,
    error: faults[field === 'time' ? 'time.value' : field],
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TemplateInput
          label="Event type"
          hint="Meters select events by type."
          placeholder="llm.request"
          list="event-types"
          {...template('type')}
        />
        <TemplateInput label="Subject" hint="Customer or part of a customer." placeholder="{customer_id}" {...template('subject')} />
        <TemplateInput label="Source" hint="System that sends the event." placeholder="billing-export" {...template('source')} />
        <TemplateInput label="Id" hint="Source and ID together make each row count once." placeholder="{row}" {...template('id')} />
      </div>
      <datalist id="event-types">
        {eventTypes.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      <div className="grid gap-4 sm:grid-cols-2">
        <TemplateInput label="Time" placeholder="{timestamp}" {...template('time')} />
        <Field label="Written as" error={faults['time.format']}>
          <Select
            value={isPattern ? 'pattern' : values.timeFormat}
            options={TIME_FORMATS}
            onValueChange={(format) => set({ timeFormat: format === 'pattern' ? 'DD.MM.YYYY HH:mm:ss' : format })}
          />
        </Field>
        {isPattern && (
          <Field label="Pattern" hint="Use YYYY MM DD HH mm ss S. Other characters must match.">
            <Input mono value={values.timeFormat} onChange={(event) => set({ timeFormat: event.target.value })} />
          </Field>
        )}
        {!values.timeFormat.startsWith('unix') && (
          <Field label="Default time zone" error={faults['time.time_zone'] ?? faults['time.timeZone']}>
            <Select
              value={values.timeZone}
              onValueChange={(zone) => set({ timeZone: zone })}
              options={[...new Set(['UTC', timeZone, values.timeZone])].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
            />
          </Field>
        )}
        {values.format === 'csv' && (
          <Field label="Cells are separated by">
            <Select value={values.delimiter} onValueChange={(delimiter) => set({ delimiter })} options={SEPARATORS} />
          </Field>
        )}
      </div>
      <DataFields values={values} set={set} columns={columns} faults={faults} />
    </div>
  );
}

function DataFields({
  values,
  set,
  columns,
  faults,
}: Pick<Props, 'values' | 'columns' | 'faults'> & { set: (part: Partial<ImportValues>) => void }) {
  const change = (key: number, part: Partial<ImportValues['data'][number]>) =>
    set({ data: values.data.map((field) => (field.key === key ? { ...field, ...part } : field)) });
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-2 font-medium text-sm">Data of the event</legend>
      {values.format === 'ndjson' && (
        <Switch checked={values.wholeRow} onCheckedChange={(wholeRow) => set({ wholeRow })}>
          The whole row as it is
        </Switch>
      )}
      {!values.wholeRow &&
        values.data.map(({ key, name, value, type }, index) => (
          <div key={key} className="grid grid-cols-[1fr_1.2fr_6rem_auto] items-start gap-2 max-nav:grid-cols-[1fr_1fr_auto]">
            <Input
              mono
              aria-label={`Name of field ${index + 1}`}
              placeholder="tokens"
              value={name}
              autoComplete="off"
              onChange={(event) => change(key, { name: event.target.value })}
            />
            <TemplateInput
              hideLabel
              label={`Value of field ${index + 1}`}
              value={value}
              columns={columns}
              error={faults[`data.${name}.value`]}
              onValueChange={(text) => change(key, { value: text })}
            />
            <Select
              aria-label={`Kind of field ${index + 1}`}
              value={type}
              options={TYPES}
              onValueChange={(kind) => change(key, { type: kind })}
              className="max-nav:row-start-2"
            />
            <IconButton
              quiet
              label={`Remove field ${name || index + 1}`}
              icon={<Trash2 />}
              onClick={() => set({ data: values.data.filter((field) => field.key !== key) })}
            />
          </div>
        ))}
      {!values.wholeRow && (
        <div>
          <Button
            size="sm"
            variant="ghost"
            icon={<Plus />}
            className="-ml-2.5"
            onClick={() =>
              set({
                data: [
                  ...values.data,
                  { key: Math.max(-1, ...values.data.map((field) => field.key)) + 1, name: '', value: '', type: 'number' },
                ],
              })
            }
          >
            Add a field
          </Button>
        </div>
      )}
    </fieldset>
  );
}
