'use client';

import { useWatch } from 'react-hook-form';
import { useApi, useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField, LongTextField } from '@/components/api/form-field';
import { currentAs } from '@/components/api/merge-values';
import { NameAndKeyFields } from '@/components/api/name-and-key-fields';
import { useRequestForm } from '@/components/api/request-form';
import { ALL_METERS } from '@/components/lists/catalog-input';
import { Combobox } from '@/components/ui/combobox';
import { toast } from '@/components/ui/toast';
import { measureOf } from '@/components/usage/aggregation';
import { createFeature, getFeature, listFeatures, updateFeature } from '@/lib/api/catalog/features';
import { listMeters } from '@/lib/api/metering/meters';
import { CreateFeatureRequest, Feature, featureIssues, UpdateFeatureRequest } from '@/lib/catalog/feature';
import { unitCostIssues } from '@/lib/catalog/unit-cost';
import { IMPLICIT_DIMENSIONS, isBillable, type Meter } from '@/lib/metering/meter';
import { CostFields } from './cost-fields';
import {
  type CostValues,
  costValues,
  createFeatureRequest,
  type FeatureValues,
  featureField,
  NEW_FEATURE,
  unitCostRequest,
} from './feature-values';
import { FilterRows } from './filter-rows';

const FORMATS = {
  key: 'Lower-case letters, digits and single underscores, such as output_tokens.',
  'unitCost.amount': 'A number such as 0.000002.',
};
const NO_METERS: readonly Meter[] = [];

export const dimensionsOf = (meter: Meter | undefined): string[] => [...Object.keys(meter?.dimensions ?? {}), ...IMPLICIT_DIMENSIONS];

export function CreateFeature({ onClose }: { onClose: () => void }) {
  const create = useApiMutation(createFeature, [listFeatures]);
  const meters = useApi(listMeters, ALL_METERS).data?.data ?? NO_METERS;
  const form = useRequestForm<FeatureValues, CreateFeatureRequest>({
    defaultValues: NEW_FEATURE,
    request: createFeatureRequest,
    schema: CreateFeatureRequest,
    issues: (request) =>
      featureIssues(
        request,
        meters.find((meter) => meter.id === request.meter?.id),
      ),
    fieldOf: featureField,
    formats: FORMATS,
  });
  const meterId = useWatch({ control: form.control, name: 'meterId' });
  const meter = meters.find(({ id }) => id === meterId);

  return (
    <FormDialog
      form={form}
      title="Create feature"
      description="Plans sell features. With a meter, usage is priced; without one, it is on–off access."
      submit="Create feature"
      onClose={onClose}
      fieldOf={(path) => featureField(path, form.getValues())}
      onSubmit={async (body) => {
        const { data } = await create.mutateAsync({ body });
        toast.success(`Feature ${data.name} created`);
      }}
    >
      <div className="grid gap-4 nav:grid-cols-2">
        <NameAndKeyFields example={{ name: 'Output tokens', key: 'output_tokens' }} />
      </div>
      <LongTextField<FeatureValues> name="description" label="Description" />
      <ControlField<FeatureValues, string>
        name="meterId"
        label="Meter"
        hint={meter ? `${measureOf(meter)} in ${meter.eventType} events.` : 'Choose a meter. It cannot be changed later.'}
      >
        {(value, onChange) => (
          <Combobox
            label="Meter"
            clearable
            placeholder="No meter: on–off access"
            searchPlaceholder="Search meters…"
            value={value || null}
            onValueChange={(chosen) => {
              onChange(chosen ?? '');
              form.setValue('filters', []);
            }}
            options={meters.map(({ id, key, name, aggregation }) => ({
              value: id,
              label: name,
              hint: key,
              detail: isBillable(aggregation) ? undefined : 'Cannot be sold: values do not add up over a period.',
              disabled: !isBillable(aggregation),
            }))}
          />
        )}
      </ControlField>
      {meter && <FilterRows meter={meter} dimensions={dimensionsOf(meter)} />}
      {meter && <CostFields dimensions={dimensionsOf(meter)} />}
    </FormDialog>
  );
}

/** Only what a unit costs may change: the meter and its filters define what customers have been billed for. */
export function EditFeatureCost({
  feature,
  revision,
  meter,
  onClose,
}: {
  feature: Feature;
  revision: number | undefined;
  meter: Meter | undefined;
  onClose: () => void;
}) {
  const update = useApiMutation(updateFeature, [listFeatures, getFeature]);
  const dimensions = dimensionsOf(meter);
  const form = useRequestForm<{ cost: CostValues }, UpdateFeatureRequest>({
    defaultValues: { cost: costValues(feature.unitCost) },
    request: ({ cost }) => ({ unitCost: unitCostRequest(cost) ?? null }),
    schema: UpdateFeatureRequest,
    issues: ({ unitCost }) => (unitCost ? unitCostIssues(unitCost, dimensions) : []),
    fieldOf: (path) => featureField(path, { filters: [] }),
    formats: FORMATS,
  });
  return (
    <FormDialog
      form={form}
      title={`Unit cost of ${feature.name}`}
      description="Your cost per unit. Compared with revenue; customers never see it."
      submit="Save"
      onClose={onClose}
      fieldOf={(path) => featureField(path, { filters: [] })}
      theirs={currentAs(Feature, ({ unitCost }) => ({ cost: costValues(unitCost) }))}
      labels={{ 'cost.type': 'kind of cost', 'cost.amount': 'amount' }}
      onSubmit={async (body, over) => {
        await update.mutateAsync({ params: { featureId: feature.id }, body, options: { revision: over ?? revision } });
        toast.success(`Unit cost of ${feature.name} saved`);
      }}
    >
      <CostFields dimensions={dimensions} />
    </FormDialog>
  );
}
