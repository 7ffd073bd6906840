'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi, useApiMutation } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { listPlanVersions } from '@/lib/api/catalog/plan-versions';
import { createPlanMigration, listPlanMigrations } from '@/lib/api/subscription/plan-migrations';

interface Props {
  plan: { id: string; key: string; name: string };
  /** The version that is chosen at first. */
  toVersion?: number | undefined;
  onClose: () => void;
}

const CANARY = '10';

/** Asks which subscribers of a plan are to move to which version. Only checks: nothing is moved before somebody starts it. */
export function CreateMigration({ plan, toVersion, onClose }: Props) {
  const router = useRouter();
  const versions = useApi(listPlanVersions, { params: { planId: plan.id } });
  const published = (versions.data?.data ?? []).filter(({ status }) => status === 'active' || status === 'archived');
  const newest = published.map(({ version }) => version).toSorted((a, b) => b - a)[0];
  const [chosen, setChosen] = useState<string | null>(toVersion === undefined ? null : String(toVersion));
  const target = chosen ?? (newest === undefined ? '' : String(newest));
  const [from, setFrom] = useState('');
  const [timing, setTiming] = useState<'next_billing_cycle' | 'immediate'>('next_billing_cycle');
  const [negotiated, setNegotiated] = useState(false);
  const [scheduled, setScheduled] = useState(false);
  const [canary, setCanary] = useState(CANARY);
  const [note, setNote] = useState('');
  const create = useApiMutation(createPlanMigration, [listPlanMigrations]);
  const earlier = published.filter(({ version }) => version < Number(target)).toSorted((a, b) => b.version - a.version);

  const submit = async () => {
    const { data } = await create.mutateAsync({
      body: {
        planKey: plan.key,
        toVersion: Number(target),
        ...(from && { fromVersions: [Number(from)] }),
        timing,
        includeNegotiated: negotiated,
        includeScheduled: scheduled,
        canarySize: Number(canary || '0'),
        ...(note.trim() && { note: note.trim() }),
      },
    });
    router.push(`/plan-migrations/${data.id}`);
  };

  return (
    <Dialog
      open
      size="md"
      title={`Move subscribers of ${plan.name}`}
      description="First every subscription is checked. Nothing moves until you start it."
      busy={create.isPending}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button variant="ghost" disabled={create.isPending} onClick={onClose}>
            Close
          </Button>
          <Button
            variant="primary"
            loading={create.isPending}
            disabled={target === '' || earlier.length === 0}
            onClick={() => void submit().catch(() => undefined)}
          >
            Check subscribers
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {create.error && (
          <div className="rounded-md bg-critical-soft">
            <ErrorState compact error={create.error} />
          </div>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="To version">
            <Select
              value={target}
              onValueChange={setChosen}
              placeholder="No published version"
              options={published.map(({ version, status }) => ({
                value: String(version),
                label: `Version ${version}${status === 'archived' ? ' (archived)' : ''}`,
              }))}
            />
          </Field>
          <Field label="From">
            <Select
              value={from}
              onValueChange={setFrom}
              options={[
                { value: '', label: earlier.length === 0 ? 'No earlier version' : 'All earlier versions' },
                ...earlier.map(({ version }) => ({ value: String(version), label: `Version ${version}` })),
              ]}
            />
          </Field>
        </div>
        <Field label="Each moves" group>
          <RadioGroup
            value={timing}
            onValueChange={setTiming}
            options={[
              { value: 'next_billing_cycle', label: 'At the end of its billing period' },
              { value: 'immediate', label: 'Now, with proration' },
            ]}
          />
        </Field>
        <div className="flex flex-col gap-2">
          <Checkbox checked={negotiated} onCheckedChange={setNegotiated} hint="They are kept on the new version.">
            Include subscriptions with negotiated terms
          </Checkbox>
          <Checkbox checked={scheduled} onCheckedChange={setScheduled}>
            Include subscriptions with a scheduled change
          </Checkbox>
        </div>
        <Field label="Try on the first" hint="Then the migration waits until you continue. 0 moves all at once." className="max-w-48">
          <Input
            numeric
            inputMode="numeric"
            value={canary}
            after="subscriptions"
            onChange={(event) => setCanary(event.target.value.replace(/\D/g, '').slice(0, 4))}
          />
        </Field>
        <Field label="Reason" aside="Optional" hint="Shown in the history of each subscription.">
          <Textarea value={note} rows={2} maxLength={1024} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
