'use client';

import { Archive, Rocket, Trash2 } from 'lucide-react';
import { call } from '@/components/api/client';
import type { BulkAct } from '@/components/lists/bulk-acts';
import { archivePlan, deletePlan, publishPlan } from '@/lib/api/plans';
import type { Plan } from '@/lib/catalog/plan';
import type { PlanRow } from './plan-rows';

/** The version that an act is for; a plan without one is refused with the reason. */
function need(version: Plan | undefined, reason: string): { params: { planId: string } } {
  if (!version) throw new Error(reason);
  return { params: { planId: version.id } };
}

const NO_DRAFT = 'It has no draft.';

/** What can be done with several plans at once. */
export const PLAN_BULK_ACTS: readonly BulkAct<PlanRow>[] = [
  {
    label: 'Publish drafts',
    icon: <Rocket />,
    warning: (count) =>
      `The ${count === 1 ? 'draft is' : 'drafts of these plans are'} sold from now on; versions sold until now end. A draft with an issue is refused.`,
    run: async ({ draft }) => call(publishPlan, need(draft, NO_DRAFT)),
  },
  {
    label: 'Archive',
    icon: <Archive />,
    critical: true,
    warning: () => 'Nobody can subscribe to them from now on. Who is subscribed stays, at the same prices.',
    run: async ({ lead }) => call(archivePlan, need(lead.status === 'active' ? lead : undefined, 'It is not being sold.')),
  },
  {
    label: 'Delete drafts',
    icon: <Trash2 />,
    critical: true,
    warning: () => 'The drafts are gone for good; the log keeps what was in them. Versions that were sold stay.',
    run: async ({ draft }) => call(deletePlan, need(draft, NO_DRAFT)),
  },
];
