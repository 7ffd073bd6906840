'use client';

import { Plus, Trash2 } from 'lucide-react';
import { get, useFieldArray, useFormContext } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { DIMENSIONS_MAX } from '@/lib/metering/meter';
import type { MeterValues } from './meter-values';

/** Dimensions of a meter: a key, and where in the event's data its value stands. */
export function DimensionRows() {
  const { register, control, getValues, setValue, formState } = useFormContext<MeterValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'dimensions' });

  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">Dimensions</legend>
      <p className="-mt-1.5 mb-1 text-muted text-sm">
        Split and filter usage by these, such as model or region. Subject and customer are built in.
      </p>
      {fields.map((field, index) => {
        const fault = get(formState.errors, `dimensions.${index}.key.message`) as string | undefined;
        return (
          <div key={field.id} className="flex flex-col gap-1">
            <div className="flex items-center gap-2">
              <Input
                mono
                aria-label={`Key of dimension ${index + 1}`}
                aria-invalid={fault ? true : undefined}
                placeholder="model"
                autoComplete="off"
                className="flex-1"
                {...register(`dimensions.${index}.key`, {
                  // The path is most often the key itself.
                  onBlur: () => {
                    const { key, path } = getValues(`dimensions.${index}`);
                    if (key.trim() && !path.trim()) setValue(`dimensions.${index}.path`, `$.${key.trim()}`, { shouldValidate: true });
                  },
                })}
              />
              <span className="text-muted text-sm">reads</span>
              <Input
                mono
                aria-label={`Path of dimension ${index + 1}`}
                placeholder="$.model"
                autoComplete="off"
                className="flex-1"
                {...register(`dimensions.${index}.path`)}
              />
              <IconButton quiet label={`Remove dimension ${index + 1}`} icon={<Trash2 />} onClick={() => remove(index)} />
            </div>
            {fault && <p className="text-critical text-sm">{fault}</p>}
          </div>
        );
      })}
      <div>
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus />}
          disabled={fields.length >= DIMENSIONS_MAX}
          onClick={() => append({ key: '', path: '' }, { focusName: `dimensions.${fields.length}.key` })}
          className="-ml-2.5"
        >
          Add a dimension
        </Button>
      </div>
    </fieldset>
  );
}
