'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo } from 'react';
import { call, ProblemFailure, refresh } from '@/components/api/client';
import { IssueRows } from '@/components/draft/issue-list';
import type { Publishing } from '@/components/plan-editor/draft-editor';
import { HintRows } from '@/components/plan-editor/hint-rows';
import { Contents, unsaved } from '@/components/plan-editor/publish-dialog';
import { toast } from '@/components/ui/toast';
import { PublishVersion } from '@/components/versions/publish-version';
import { listAddOnVersions, scheduleAddOn } from '@/lib/api/catalog/add-on-versions';
import { getAddOn, listAddOns } from '@/lib/api/catalog/add-ons';
import type { AddOn } from '@/lib/catalog/add-on';
import { addOnDifferences } from './add-on-diff';
import { addOnOfPlan } from './add-on-draft';

type Props = Publishing & { addOn: AddOn; sold: AddOn | undefined };

/** Publishes what is in the add-on editor. */
export function PublishAddOn({ addOn, content: whole, draft, sold, issues, findings, features, flush, revision, onJump, onClose }: Props) {
  const content = useMemo(() => addOnOfPlan(whole), [whole]);
  const router = useRouter();
  const client = useQueryClient();
  useEffect(() => void flush(), [flush]);
  const changes = useMemo(
    () => (issues.length === 0 && sold ? addOnDifferences(sold, content, features) : undefined),
    [sold, content, features, issues.length],
  );
  const publish = async (effectiveFrom: string | undefined) => {
    if (!(await flush())) throw new ProblemFailure(409, unsaved);
    const body = effectiveFrom ? { effectiveFrom } : {};
    await call(scheduleAddOn, { params: { addonId: addOn.id }, body }, { revision: revision() });
    await refresh(client, [getAddOn, listAddOns, listAddOnVersions]);
    toast.success(`${content.name} version ${addOn.version} is ${effectiveFrom ? 'scheduled' : 'published'}`);
    router.push(`/add-ons/${addOn.id}`);
  };
  const rows = <IssueRows issues={issues} plan={draft} onJump={onJump} />;
  const phases = [{ key: 'cards', name: 'Rate cards', rateCards: content.rateCards }];
  return (
    <PublishVersion
      name={content.name}
      version={addOn.version}
      soldVersion={sold?.version}
      blockers={issues.length > 0 ? { count: issues.length, rows } : null}
      changes={changes}
      hints={<HintRows findings={findings} plan={draft} onJump={onJump} />}
      contents={<Contents content={{ currency: content.currency, phases }} features={features} />}
      moves={
        sold
          ? `Nobody. Published plan versions keep offering version ${sold.version}, and its subscribers keep it. New plan versions can offer this one.`
          : 'Nobody. You can then offer it in draft plans with its currency.'
      }
      publish={publish}
      onClose={onClose}
    />
  );
}
