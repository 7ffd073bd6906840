'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { call, ProblemFailure, refresh } from '@/components/api/client';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import { listAuditEntries } from '@/lib/api/audit-log';
import { createNextPlan, listPlanVersions, unschedulePlan } from '@/lib/api/plan-versions';
import { archivePlan, deletePlan, getPlan, listPlans } from '@/lib/api/plans';
import type { Plan } from '@/lib/catalog/plan';
import { DuplicatePlanDialog } from './duplicate-plan-dialog';

export type PlanAct = { act: 'archive' | 'delete' | 'unschedule' | 'duplicate'; plan: Plan };

const READS = [getPlan, listPlans, listPlanVersions, listAuditEntries];

/** Makes the next version of a plan as a copy and opens it in the editor. */
export function useNextVersion() {
  const router = useRouter();
  const client = useQueryClient();
  return async (plan: Plan) => {
    try {
      const { data } = await call(createNextPlan, { params: { planId: plan.id } });
      await refresh(client, [listPlans, listPlanVersions]);
      router.push(`/plans/${data.id}/edit`);
    } catch (error) {
      toast.error('The next version could not be made', {
        detail: error instanceof ProblemFailure ? error.detail : 'No answer from the server. Try again.',
      });
    }
  };
}

/** Asks before an act that has no undo, says what it means, and does it. */
export function PlanActDialog({ act, plan, onClose, onDeleted }: PlanAct & { onClose: () => void; onDeleted?: () => void }) {
  const client = useQueryClient();
  const params = { planId: plan.id };
  const name = `${plan.name}, version ${plan.version}`;
  const done = async (words: string) => {
    await refresh(client, READS);
    toast.success(words);
  };
  if (act === 'duplicate') return <DuplicatePlanDialog plan={plan} onClose={onClose} />;
  if (act === 'archive')
    return (
      <ConfirmDialog
        title={`Archive ${name}?`}
        verb="Archive version"
        onClose={onClose}
        onConfirm={async () => {
          await call(archivePlan, { params });
          await done(`${name} is archived`);
        }}
      >
        <p className="text-pretty">
          From now on nobody can subscribe to it. Who is subscribed stays, at the same prices. It cannot be sold again; a next version can.
        </p>
      </ConfirmDialog>
    );
  if (act === 'unschedule')
    return (
      <ConfirmDialog
        title={`Take ${name} back to draft?`}
        verb="Take back to draft"
        critical={false}
        onClose={onClose}
        onConfirm={async () => {
          await call(unschedulePlan, { params });
          await done(`${name} is a draft again`);
        }}
      >
        <p className="text-pretty">It will not take effect on its date. The version sold before it goes on. Nothing in it is lost.</p>
      </ConfirmDialog>
    );
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      verb="Delete version"
      onClose={onClose}
      onConfirm={async () => {
        await call(deletePlan, { params });
        onDeleted?.();
        await refresh(client, [listPlans, listPlanVersions, listAuditEntries]);
        toast.success(`${name} is deleted`);
      }}
    >
      <p className="text-pretty">
        {plan.status === 'draft'
          ? 'The draft and everything in it goes. Versions that were published are not touched.'
          : plan.status === 'scheduled'
            ? 'It will not take effect; the version sold before it goes on. Its content goes.'
            : 'It disappears from the list of versions. Invoices and subscriptions made with it stay as they are.'}
      </p>
    </ConfirmDialog>
  );
}
