'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo } from 'react';
import { call, ProblemFailure, refresh, useApi } from '@/components/api/client';
import { IssueRows } from '@/components/draft/issue-list';
import { toast } from '@/components/ui/toast';
import { featureUnit } from '@/components/versions/feature-unit';
import { differences } from '@/components/versions/plan-diff';
import { priceWords } from '@/components/versions/price-words';
import { PublishVersion } from '@/components/versions/publish-version';
import { useOffered } from '@/components/versions/use-offered';
import { listPlanVersions, schedulePlan } from '@/lib/api/catalog/plan-versions';
import { getPlan, listPlans } from '@/lib/api/catalog/plans';
import { listPlanSubscribers } from '@/lib/api/subscription/plan-subscribers';
import type { Feature } from '@/lib/catalog/feature';
import type { CreatePlanRequest, Plan } from '@/lib/catalog/plan';
import type { Publishing } from './draft-editor';
import { HintRows } from './hint-rows';
import { movesWords } from './moves-words';

type Props = Publishing & { plan: Plan; published: Plan | undefined };

/** Publishes what is in the plan editor. */
export function PublishDialog({ plan, content, draft, published, issues, findings, features, flush, revision, onJump, onClose }: Props) {
  const router = useRouter();
  const client = useQueryClient();
  useEffect(() => void flush(), [flush]);
  const { offered } = useOffered(published?.id, plan.id);
  const subscribers = useApi(listPlanSubscribers, { params: { planId: plan.id } }).data?.data;
  const changes = useMemo(
    () => (issues.length === 0 && published && offered ? differences(published, content, features, offered) : undefined),
    [published, content, features, issues.length, offered],
  );
  const publish = async (effectiveFrom: string | undefined) => {
    if (!(await flush())) throw new ProblemFailure(409, unsaved);
    const body = effectiveFrom ? { effectiveFrom } : {};
    await call(schedulePlan, { params: { planId: plan.id }, body }, { revision: revision() });
    await refresh(client, [getPlan, listPlans, listPlanVersions]);
    toast.success(`${content.name} version ${plan.version} is ${effectiveFrom ? 'scheduled' : 'published'}`);
    router.push(`/plans/${plan.id}`);
  };
  const rows = <IssueRows issues={issues} plan={draft} onJump={onJump} />;
  return (
    <PublishVersion
      name={content.name}
      version={plan.version}
      soldVersion={published?.version}
      blockers={issues.length > 0 ? { count: issues.length, rows } : null}
      changes={changes}
      hints={<HintRows findings={findings} plan={draft} onJump={onJump} />}
      contents={<Contents content={content} features={features} />}
      moves={movesWords(published?.version, subscribers)}
      publish={publish}
      onClose={onClose}
    />
  );
}

/** Nothing is published that is not what the server has. */
export const unsaved = {
  status: 409,
  title: 'Latest changes are not saved',
  detail: 'Close this dialog. The reason is shown next to the title.',
  code: 'unsaved',
  instance: '',
};

/** A first version, rate card by rate card. */
export function Contents({
  content,
  features,
}: {
  content: Pick<CreatePlanRequest, 'phases' | 'currency'>;
  features: readonly Feature[] | undefined;
}) {
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
