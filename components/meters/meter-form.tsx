'use client';

import { useWatch } from 'react-hook-form';
import { useApi, useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField, LongTextField, TextField } from '@/components/api/form-field';
import { currentAs } from '@/components/api/merge-values';
import { NameAndKeyFields } from '@/components/api/name-and-key-fields';
import { useRequestForm } from '@/components/api/request-form';
import { RECENT_EVENTS } from '@/components/lists/catalog-input';
import { toast } from '@/components/ui/toast';
import { AGGREGATION, measureOf } from '@/components/usage/aggregation';
import { listEvents } from '@/lib/api/metering/events';
import { listMeterCounting } from '@/lib/api/metering/meter-counting';
import { createMeter, getMeter, listMeters, updateMeter } from '@/lib/api/metering/meters';
import { CreateMeterRequest, Meter, type MeterAggregation, meterIssues, UpdateMeterRequest } from '@/lib/metering/meter';
import { AggregationPicker } from './aggregation-picker';
import { DimensionRows } from './dimension-rows';
import { createMeterRequest, type MeterValues, meterField, meterValues, NEW_METER, updateMeterRequest } from './meter-values';
import { SampleEvent } from './sample-event';

const FORMATS = { key: 'Lower-case letters, digits and single underscores, such as input_tokens.' };

/** A new meter, or a copy of one that exists. */
export function CreateMeter({ copyOf, onClose, onCreated }: { copyOf?: Meter; onClose: () => void; onCreated?: (meter: Meter) => void }) {
  const create = useApiMutation(createMeter, [listMeters, listMeterCounting]);
  const form = useRequestForm<MeterValues, CreateMeterRequest>({
    defaultValues: copyOf ? { ...meterValues(copyOf), name: `${copyOf.name} (copy)`, key: `${copyOf.key}_copy` } : NEW_METER,
    request: createMeterRequest,
    schema: CreateMeterRequest,
    issues: meterIssues,
    fieldOf: meterField,
    formats: FORMATS,
  });
  const aggregation = useWatch({ control: form.control, name: 'aggregation' });
  const { value } = AGGREGATION[aggregation];
  const recent = useApi(listEvents, RECENT_EVENTS).data?.data.map(({ event }) => event) ?? [];

  return (
    <FormDialog
      form={form}
      size="lg"
      title="Create meter"
      description="A meter turns events into usage. Earlier events are counted too."
      submit="Create meter"
      onClose={onClose}
      fieldOf={(path) => meterField(path, form.getValues())}
      onSubmit={async (body) => {
        const { data } = await create.mutateAsync({ body });
        toast.success(`Meter ${data.name} created`);
        onCreated?.(data);
      }}
    >
      <div className="grid gap-x-6 gap-y-4 nav:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <NameAndKeyFields example={{ name: 'Input tokens', key: 'input_tokens' }} keyHint="Used in code. It cannot be changed later." />
          <TextField<MeterValues>
            name="eventType"
            label="Event type"
            required
            hint="Only events of this type are counted."
            input={{ mono: true, placeholder: 'llm.request', list: 'received-event-types' }}
          />
          <datalist id="received-event-types">
            {[...new Set(recent.map((event) => event.type))].map((type) => (
              <option key={type} value={type} />
            ))}
          </datalist>
          <ControlField<MeterValues, MeterAggregation> name="aggregation" label="Aggregation" group>
            {(chosen, onChange) => <AggregationPicker value={chosen} onChange={onChange} />}
          </ControlField>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {value ? (
            <TextField<MeterValues>
              name="valueProperty"
              label="Value property"
              required
              hint={`JSON path of ${value.what} in the event's data.`}
              input={{ mono: true, placeholder: value.path }}
            />
          ) : (
            <p className="text-muted text-sm">A count reads no value from the event.</p>
          )}
          <DimensionRows />
          <LongTextField<MeterValues> name="description" label="Description" />
          <SampleEvent recent={recent} />
        </div>
      </div>
    </FormDialog>
  );
}

/** Fields of a meter that may change once it counts; the rest would re-write what customers have been told. */
export function EditMeter({ meter, revision, onClose }: { meter: Meter; revision: number | undefined; onClose: () => void }) {
  const update = useApiMutation(updateMeter, [listMeters, getMeter, listMeterCounting]);
  const form = useRequestForm<MeterValues, UpdateMeterRequest>({
    defaultValues: meterValues(meter),
    request: (values) => updateMeterRequest(values, meter),
    schema: UpdateMeterRequest,
    issues: (request) => meterIssues({ ...meter, ...request }),
    fieldOf: meterField,
  });
  return (
    <FormDialog
      form={form}
      title={`Edit ${meter.name}`}
      description={`${measureOf(meter)} in ${meter.eventType} events. The calculation cannot be changed; create another meter instead.`}
      submit="Save"
      onClose={onClose}
      fieldOf={(path) => meterField(path, form.getValues())}
      theirs={currentAs(Meter, meterValues)}
      onSubmit={async (body, over) => {
        await update.mutateAsync({ params: { meterId: meter.id }, body, options: { revision: over ?? revision } });
        toast.success(`Meter ${body.name ?? meter.name} saved`);
      }}
    >
      <TextField<MeterValues> name="name" label="Name" required input={{ autoFocus: true }} />
      <LongTextField<MeterValues> name="description" label="Description" />
      <DimensionRows />
      <p className="text-muted text-sm">New dimensions apply to earlier usage too.</p>
    </FormDialog>
  );
}
