'use client';

import { useState } from 'react';
import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField, TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { useViewer } from '@/components/shell/viewer';
import { useClock } from '@/components/ui/clock';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { MoneyInput } from '@/components/ui/decimal-input';
import { toast } from '@/components/ui/toast';
import { createLlmOverride, listLlmOverrides, listLlmPrices } from '@/lib/api/catalog/llm-cost';
import { LLMCostOverrideCreate, type LLMCostPrice, overrideIssues } from '@/lib/catalog/llm-price';
import { perMillion, perToken } from './per-million';

interface Values {
  provider: string;
  modelId: string;
  modelName: string;
  /** Prices of a million tokens. */
  pricing: Record<Kind, string>;
  effectiveFrom: string;
  effectiveTo: string;
}

const KINDS = [
  ['inputPerToken', 'Input'],
  ['outputPerToken', 'Output'],
  ['cacheReadPerToken', 'Cache read'],
  ['cacheWritePerToken', 'Cache write'],
  ['cacheWrite1hPerToken', 'Cache write, 1 hour'],
  ['reasoningPerToken', 'Reasoning'],
  ['inputAudioPerToken', 'Audio in'],
  ['outputAudioPerToken', 'Audio out'],
  ['inputImagePerToken', 'Image in'],
  ['outputImagePerToken', 'Image out'],
] as const;
type Kind = (typeof KINDS)[number][0];

const pricesOf = (of: LLMCostPrice | undefined) =>
  Object.fromEntries(KINDS.map(([kind]) => [kind, of?.pricing[kind] ? perMillion(of.pricing[kind]) : ''])) as Values['pricing'];

/** Form for a price of a model: a list price replaced, or a model that no list knows. */
export function OverrideForm({ of, onClose }: { of: LLMCostPrice | undefined; onClose: () => void }) {
  const { timeZone } = useViewer().workspace;
  const clock = useClock();
  const [now] = useState(() => `${new Date(clock()).toISOString().slice(0, 16)}:00Z`);
  const create = useApiMutation(createLlmOverride, [listLlmPrices, listLlmOverrides]);
  const form = useRequestForm<Values, LLMCostOverrideCreate>({
    defaultValues: {
      provider: of?.provider.id ?? '',
      modelId: of?.model.id ?? '',
      modelName: of?.model.name ?? '',
      pricing: pricesOf(of),
      effectiveFrom: now,
      effectiveTo: '',
    },
    request: ({ provider, modelId, modelName, pricing, effectiveFrom, effectiveTo }) => ({
      provider: provider.trim(),
      modelId: modelId.trim(),
      modelName: modelName.trim() || undefined,
      pricing: Object.fromEntries(KINDS.flatMap(([kind]) => (pricing[kind].trim() ? [[kind, perToken(pricing[kind].trim())]] : []))),
      currency: 'USD',
      effectiveFrom,
      effectiveTo: effectiveTo || undefined,
    }),
    schema: LLMCostOverrideCreate,
    issues: overrideIssues,
    formats: Object.fromEntries(KINDS.map(([kind]) => [`pricing.${kind}`, 'Enter a number with at most 12 digits after the point.'])),
  });
  return (
    <FormDialog
      form={form}
      title={of ? `Override ${of.model.name}` : 'Add price'}
      description="Your price per 1M tokens, in US dollars. It replaces the list price while in force."
      submit={of ? 'Add override' : 'Add price'}
      onClose={onClose}
      onSubmit={async (body) => {
        const { data } = await create.mutateAsync({ body });
        toast.success(`Price of ${data.model.name} added`);
      }}
    >
      {!of && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField<Values>
            name="provider"
            label="Provider"
            required
            hint="Same spelling as in your usage."
            input={{ autoFocus: true, mono: true, placeholder: 'openai' }}
          />
          <TextField<Values>
            name="modelId"
            label="Model"
            required
            hint="Same spelling as in your usage."
            input={{ mono: true, placeholder: 'gpt-4o' }}
          />
          <TextField<Values> name="modelName" label="Name" hint="Display name." />
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-3">
        {KINDS.map(([kind, label], i) => (
          <ControlField<Values, string> key={kind} name={`pricing.${kind}`} label={label} required={i < 2}>
            {(value, onChange) => (
              <MoneyInput currency="USD" value={value} onValueChange={onChange} unit="/ 1M" autoFocus={Boolean(of) && i === 0} />
            )}
          </ControlField>
        ))}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <ControlField<Values, string> name="effectiveFrom" label="From" required>
          {(value, onChange) => <DateTimeInput value={value} onValueChange={onChange} timeZone={timeZone} />}
        </ControlField>
        <ControlField<Values, string> name="effectiveTo" label="Until" hint="Leave empty for no end date.">
          {(value, onChange) => <DateTimeInput value={value} onValueChange={onChange} timeZone={timeZone} />}
        </ControlField>
      </div>
    </FormDialog>
  );
}
