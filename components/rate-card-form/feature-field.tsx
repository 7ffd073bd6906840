'use client';

import { Plus } from 'lucide-react';
import { memo, useState } from 'react';
import { PathField } from '@/components/pricing/form-scope';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { lazy } from '@/components/ui/lazy';
import type { Feature } from '@/lib/catalog/feature';
import type { Meter } from '@/lib/metering/meter';

const CreateFeatureDialog = lazy(() => import('./create-feature-dialog').then((module) => module.CreateFeatureDialog));

type Props = {
  value: string | undefined;
  features: readonly Feature[] | undefined;
  meters: readonly Meter[] | undefined;
  onChange: (feature: Feature | undefined) => void;
  required: boolean;
};

/** The feature a card sells: searched by name and key, or created on the spot. */
export const FeatureField = memo(function FeatureField({ value, features, meters, onChange, required }: Props) {
  const [creating, setCreating] = useState(false);
  const chosen = features?.find(({ id }) => id === value);
  const meter = meters?.find(({ id }) => id === chosen?.meter?.id);
  const hint = chosen
    ? meter
      ? `Counted by the meter ${meter.name}.`
      : chosen.meter
        ? undefined
        : 'No meter: on–off access.'
    : required
      ? 'The feature whose usage is charged.'
      : 'Needed for usage prices and entitlements.';
  const choices = (features ?? [])
    .filter((feature) => feature.deletedAt === undefined || feature.id === value)
    .map((feature) => ({
      value: feature.id,
      label: feature.name,
      hint: feature.key,
      detail: meters?.find(({ id }) => id === feature.meter?.id)?.name ?? 'No meter',
    }));
  return (
    <PathField
      label="Feature"
      path="feature"
      hint={hint}
      aside={
        <button type="button" className="rounded-sm text-accent-text hover:underline" onClick={() => setCreating(true)}>
          New feature
        </button>
      }
    >
      <Combobox
        label="Feature"
        value={value ?? null}
        options={choices}
        loading={!features}
        placeholder={features ? 'None' : 'Loading…'}
        searchPlaceholder="Name or key"
        recents="features"
        clearable
        onValueChange={(id) => onChange(features?.find((feature) => feature.id === id))}
      />
      {creating && (
        <CreateFeatureDialog
          meters={meters ?? []}
          onClose={() => setCreating(false)}
          onCreated={(feature) => {
            setCreating(false);
            onChange(feature);
          }}
        />
      )}
      {features?.length === 0 && (
        <Button size="sm" icon={<Plus />} className="mt-2 w-fit" onClick={() => setCreating(true)}>
          Create the first feature
        </Button>
      )}
    </PathField>
  );
});
