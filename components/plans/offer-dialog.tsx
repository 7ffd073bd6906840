'use client';

import { useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { planOfAddOn } from '@/components/add-ons/add-on-draft';
import { candidates, misfits } from '@/components/add-ons/add-on-fit';
import { ProblemFailure, refresh, useApiMutation } from '@/components/api/client';
import { MergeChoice } from '@/components/api/merge-choice';
import { currentAs } from '@/components/api/merge-values';
import { staleOf } from '@/components/api/use-saving';
import { useCustomCurrencies } from '@/components/money/own-currencies';
import { NumberInput } from '@/components/pricing/number-input';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { planSummary } from '@/components/versions/plan-summary';
import { createPlanAddOn, updatePlanAddOn } from '@/lib/api/catalog/plan-add-ons';
import type { AddOn } from '@/lib/catalog/add-on';
import type { Feature } from '@/lib/catalog/feature';
import type { Plan } from '@/lib/catalog/plan';
import { PlanAddOn, type UpsertPlanAddOnRequest } from '@/lib/catalog/plan-add-on';
import { OFFER_READS } from './offer-reads';

type Props = {
  plan: Plan;
  addOns: readonly AddOn[];
  features: readonly Feature[];
  offered: readonly PlanAddOn[];
  /** The assignment that is changed; a new one without. */
  assignment?: PlanAddOn | undefined;
  /** The assignment's, as it was read. */
  revision?: number | undefined;
  onClose: () => void;
};

const termsOf = ({ name, description, labels, fromPlanPhase, maxQuantity }: PlanAddOn): UpsertPlanAddOnRequest => ({
  name,
  description,
  labels,
  fromPlanPhase,
  maxQuantity,
});

const QUANTITY_MAX = 1_000_000;

/** Offers an add-on with a plan, or changes how. Whether it fits is shown before anything is saved. */
export function OfferDialog({ plan, addOns, features, offered, assignment, revision, onClose }: Props) {
  const customCurrencies = useCustomCurrencies();
  const context = useMemo(() => ({ features, ...(customCurrencies && { customCurrencies }) }), [features, customCurrencies]);
  const choices = useMemo(
    () =>
      candidates(
        plan,
        addOns,
        offered.map(({ addon }) => addon.id),
        context,
      ),
    [plan, addOns, offered, context],
  );
  const [chosenId, setChosenId] = useState<string | null>(assignment?.addon.id ?? null);
  const [phase, setPhase] = useState(assignment?.fromPlanPhase ?? plan.phases[0]?.key ?? '');
  const [most, setMost] = useState<number | undefined>(assignment?.maxQuantity);
  const chosen = addOns.find(({ id }) => id === chosenId);
  const maxQuantity = chosen?.instanceType === 'multiple' ? most : undefined;
  const reasons = chosen ? misfits(plan, chosen, { fromPlanPhase: phase, maxQuantity }, context) : [];
  const create = useApiMutation(createPlanAddOn, OFFER_READS);
  const update = useApiMutation(updatePlanAddOn, OFFER_READS);
  const busy = create.isPending || update.isPending;
  const error = create.error ?? update.error;
  const quantityFault = maxQuantity !== undefined && (!Number.isInteger(maxQuantity) || maxQuantity < 1);
  const client = useQueryClient();
  const stale = staleOf(update.error, currentAs(PlanAddOn, termsOf));
  const isKept = plan.status === 'draft';
  const hasPhase = plan.phases.some(({ key }) => key === phase);

  const terms: UpsertPlanAddOnRequest = {
    ...(assignment ? termsOf(assignment) : { name: chosen?.name ?? '' }),
    fromPlanPhase: phase,
    maxQuantity,
  };
  const change = (body: UpsertPlanAddOnRequest, id: string, over?: number) =>
    update.mutate({ params: { planId: plan.id, planAddonId: id }, body, options: { revision: over ?? revision } }, { onSuccess: onClose });
  const drop = async () => {
    await refresh(client, OFFER_READS);
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!chosen || quantityFault) return;
    if (assignment) change(terms, assignment.id);
    else create.mutate({ params: { planId: plan.id }, body: { ...terms, addon: { id: chosen.id } } }, { onSuccess: onClose });
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      busy={busy}
      title={assignment ? `Offer of ${chosen?.name ?? assignment.name}` : 'Offer an add-on'}
      description={assignment ? undefined : `Subscribers of ${plan.name}, version ${plan.version}, can buy it.`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="offer"
            loading={busy}
            disabled={!chosen || quantityFault || stale !== null || (!isKept && reasons.length > 0)}
          >
            {assignment ? 'Save' : reasons.length > 0 && isKept ? 'Offer anyway' : 'Offer add-on'}
          </Button>
        </>
      }
    >
      <form id="offer" onSubmit={submit} className="flex flex-col gap-4" noValidate>
        {!assignment && (
          <Field label="Add-on" required>
            <Combobox
              label="Add-on"
              value={chosenId}
              onValueChange={setChosenId}
              placeholder={choices.length > 0 ? 'Choose an add-on' : 'Every add-on is offered already'}
              searchPlaceholder="Search by name, key or price"
              disabled={choices.length === 0}
              options={choices.map(({ addOn, reasons: why }) => ({
                value: addOn.id,
                label: addOn.name,
                hint: addOn.key,
                detail: why[0] ?? planSummary(planOfAddOn(addOn)),
                group: why.length > 0 ? 'Does not fit yet' : 'Fits this plan',
              }))}
            />
          </Field>
        )}
        {(plan.phases.length > 1 || !hasPhase) && (
          <Field label="From phase" hint="Also in later phases.">
            <Select
              value={hasPhase ? phase : ''}
              placeholder="Choose a phase"
              options={plan.phases.map(({ key, name }) => ({ value: key, label: name }))}
              onValueChange={setPhase}
            />
          </Field>
        )}
        {chosen?.instanceType === 'multiple' && (
          <Field
            label="At most"
            hint="Maximum per subscription. Leave empty for no limit."
            error={quantityFault ? 'Enter a whole number, 1 or more, or leave it empty.' : undefined}
          >
            <NumberInput value={most} onValueChange={setMost} max={QUANTITY_MAX} className="max-w-40" />
          </Field>
        )}
        <div aria-live="polite">
          {chosen && reasons.length > 0 && (
            <div className="flex items-start gap-2.5 rounded-md bg-warning-soft px-3 py-2.5">
              <TriangleAlert aria-hidden="true" className="mt-0.5 shrink-0 text-warning" />
              <div className="flex min-w-0 flex-col gap-1.5">
                <p className="font-medium">{isKept ? 'This add-on keeps the plan from being published' : 'It does not fit this plan'}</p>
                <ul className="flex flex-col gap-1">
                  {reasons.map((reason) => (
                    <li key={reason} className="text-pretty">
                      {reason}
                    </li>
                  ))}
                </ul>
              </div>
            </div>
          )}
          {chosen && reasons.length === 0 && !assignment && (
            <p className="text-muted">
              It fits: {planSummary(planOfAddOn(chosen))}
              {chosen.instanceType === 'multiple' ? ', for each one taken.' : '.'}
            </p>
          )}
        </div>
        {assignment && stale?.theirs && (
          <MergeChoice
            base={termsOf(assignment)}
            mine={terms}
            theirs={stale.theirs}
            changedBy={stale.changedBy}
            labels={{ fromPlanPhase: 'From phase', maxQuantity: 'At most' }}
            valueWords={(path, value) => (path === 'fromPlanPhase' ? plan.phases.find(({ key }) => key === value)?.name : undefined)}
            busy={busy}
            onSettle={(merged, thenSave) => (thenSave ? change(merged, assignment.id, stale.revision) : void drop())}
          />
        )}
        {error && !stale?.theirs && (
          <p role="alert" className="text-critical text-sm">
            {error instanceof ProblemFailure ? error.detail : 'The server did not answer. Nothing was saved. Try again.'}
          </p>
        )}
      </form>
    </Dialog>
  );
}
