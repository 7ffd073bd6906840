'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { call, ProblemFailure, refresh } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { toast } from '@/components/ui/toast';
import { listPlanVersions, schedulePlan } from '@/lib/api/plan-versions';
import { getPlan, listPlans } from '@/lib/api/plans';
import type { Feature } from '@/lib/catalog/feature';
import type { CreatePlanRequest, Plan } from '@/lib/catalog/plan';
import type { Issue } from '@/lib/problem';
import { featureUnit } from './feature-unit';
import { IssueRows } from './issue-list';
import { differences } from './plan-diff';
import { openDraft } from './plan-draft';
import { priceWords } from './price-words';

type Props = {
  plan: Plan;
  content: CreatePlanRequest;
  published: Plan | undefined;
  issues: readonly Issue[];
  features: readonly Feature[] | undefined;
  /** Saves what waits; false when it could not. */
  flush: () => Promise<boolean>;
  revision: () => number;
  onJump: (place: Pick<Issue, 'path'>) => void;
  onClose: () => void;
};

/** What will change for whom and from when, and then: publish. */
export function PublishDialog({ plan, content, published, issues, features, flush, revision, onJump, onClose }: Props) {
  const { timeZone } = useViewer().workspace;
  const router = useRouter();
  const client = useQueryClient();
  const [when, setWhen] = useState<'now' | 'date'>('now');
  const [from, setFrom] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  useEffect(() => void flush(), [flush]);
  const changes = useMemo(
    () => (issues.length === 0 && published ? differences(published, content, features) : null),
    [published, content, features, issues.length],
  );
  const version = `version ${plan.version}`;
  const unchanged = changes !== null && changes.length === 0;

  const publish = async () => {
    setBusy(true);
    setFailed(null);
    try {
      if (!(await flush())) throw new ProblemFailure(409, unsaved);
      const body = when === 'date' && from ? { effectiveFrom: from } : {};
      await call(schedulePlan, { params: { planId: plan.id }, body }, { revision: revision() });
      await refresh(client, [getPlan, listPlans, listPlanVersions]);
      toast.success(when === 'date' ? `${content.name} ${version} is scheduled` : `${content.name} ${version} is published`);
      router.push(`/plans/${plan.id}`);
    } catch (error) {
      setFailed(error);
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      busy={busy}
      title={`Publish ${version} of ${content.name}`}
      description={issues.length > 0 ? undefined : 'A published version never changes. What comes later is another version.'}
      footer={
        issues.length > 0 ? (
          <Button onClick={onClose}>Back to the editor</Button>
        ) : (
          <>
            <Button onClick={onClose} disabled={busy}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} disabled={when === 'date' && !from} onClick={publish}>
              {when === 'date' ? `Schedule ${version}` : `Publish ${version}`}
            </Button>
          </>
        )
      }
    >
      {issues.length > 0 ? (
        <div className="-mx-1">
          <p className="px-2 pb-2 text-pretty text-muted">
            {issues.length === 1 ? 'One issue has' : `${issues.length} issues have`} to be repaired first. Each leads to its field.
          </p>
          <IssueRows issues={issues} plan={openDraft(content).plan} onJump={onJump} />
        </div>
      ) : (
        <div className="flex flex-col gap-5">
          <section className="flex flex-col gap-1.5">
            <h3 className="font-medium text-md">{published ? `What changes from version ${published.version}` : 'What will be sold'}</h3>
            {changes ? (
              <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto">
                {changes.map((change) => (
                  <li key={`${change.path.join('.')} ${change.kind}`} className="text-pretty">
                    {change.sentence}
                  </li>
                ))}
                {unchanged && <li className="text-warning">Nothing. This version says the same as the one that is sold.</li>}
              </ul>
            ) : (
              <Contents content={content} features={features} />
            )}
          </section>
          <Field group label="From when">
            <RadioGroup
              value={when}
              onValueChange={setWhen}
              options={[
                { value: 'now', label: 'Now' },
                { value: 'date', label: 'At a date', hint: 'Until then it can still be changed or taken back to draft.' },
              ]}
            />
          </Field>
          {when === 'date' && (
            <Field label="Starts" hint={`In the time zone of the workspace, ${timeZone}.`}>
              <DateTimeInput value={from} onValueChange={setFrom} timeZone={timeZone} min={new Date().toISOString()} />
            </Field>
          )}
          <section className="flex flex-col gap-1">
            <h3 className="font-medium text-md">Who moves</h3>
            <p className="text-pretty text-muted">
              New subscribers only.{' '}
              {published
                ? `Everybody on version ${published.version} stays on it, at its prices, until they are moved on purpose.`
                : 'Nobody is subscribed yet.'}
            </p>
          </section>
          {failed !== null && (
            <div className="rounded-md bg-critical-soft">
              <ErrorState compact error={failed} />
            </div>
          )}
        </div>
      )}
    </Dialog>
  );
}

const unsaved = {
  status: 409,
  title: 'The last changes are not saved yet',
  detail: 'Close this, see beside the title why they could not be saved, and publish then.',
  code: 'unsaved',
  instance: '',
};

/** A first version, rate card by rate card. */
function Contents({ content, features }: Pick<Props, 'content' | 'features'>) {
  return (
    <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto">
      {content.phases.flatMap((phase) =>
        phase.rateCards.map((card) => (
          <li key={`${phase.key} ${card.key}`} className="text-pretty">
            {content.phases.length > 1 && `${phase.name}, `}
            {card.name}:{' '}
            <span className="text-muted">
              {priceWords(card, card.currency ?? content.currency, featureUnit(features?.find(({ id }) => id === card.feature?.id)))}
            </span>
          </li>
        )),
      )}
    </ul>
  );
}
