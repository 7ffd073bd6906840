'use client';

import { call, useApi } from '@/components/api/client';
import { useMakeNext, type VersionAct, VersionActDialog } from '@/components/versions/version-act-dialog';
import { createNextPlan, listPlanVersions, unschedulePlan } from '@/lib/api/catalog/plan-versions';
import { archivePlan, deletePlan, getPlan, listPlans } from '@/lib/api/catalog/plans';
import { listAuditEntries } from '@/lib/api/workspace/audit-log';
import type { Plan, PlanStatus } from '@/lib/catalog/plan';
import { DuplicatePlanDialog } from './duplicate-plan-dialog';

export type PlanAct = { act: 'duplicate'; plan: Plan } | { act: VersionAct; plan: Pick<Plan, 'id' | 'name' | 'version' | 'status'> };

/** Makes the next version of a plan as a copy and opens it in the editor. */
export const useNextVersion = () =>
  useMakeNext(
    async (plan: Plan) => {
      const { data } = await call(createNextPlan, { params: { planId: plan.id } });
      return `/plans/${data.id}/edit`;
    },
    [listPlans, listPlanVersions],
  );

const DELETED: Partial<Record<PlanStatus, string>> = {
  draft: 'The draft is deleted. Published versions stay.',
  scheduled: 'It will not take effect; the current version stays on sale. Its content is deleted.',
};

export function PlanActDialog({ onClose, onDeleted, ...asked }: PlanAct & { onClose: () => void; onDeleted?: () => void }) {
  const params = { planId: asked.plan.id };
  const { revision } = useApi(getPlan, { params });
  if (asked.act === 'duplicate') return <DuplicatePlanDialog plan={asked.plan} onClose={onClose} />;
  const { act, plan } = asked;
  return (
    <VersionActDialog
      act={act}
      name={`${plan.name}, version ${plan.version}`}
      calls={{
        archive: () => call(archivePlan, { params }, { revision }),
        unschedule: () => call(unschedulePlan, { params }, { revision }),
        delete: () => call(deletePlan, { params }, { revision }),
      }}
      words={{
        archive: 'No new subscriptions. Current subscribers keep it at the same prices. To sell again, publish a next version.',
        delete: DELETED[plan.status] ?? 'It is removed from the list of versions. Its invoices and subscriptions stay.',
      }}
      ready={revision !== undefined}
      reads={{ one: getPlan, all: [listPlans, listPlanVersions, listAuditEntries] }}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}
