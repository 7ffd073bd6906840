'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ArrowUpCircle, Pencil, Plus, Trash2, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { planOfAddOn } from '@/components/add-ons/add-on-draft';
import { successor } from '@/components/add-ons/add-on-fit';
import { type Answer, call, ProblemFailure, refresh, useApi } from '@/components/api/client';
import { samePlan } from '@/components/draft/plan-draft';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { lazy } from '@/components/ui/lazy';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toast';
import { ALL_ADD_ON_VERSIONS, offersOf } from '@/components/versions/plan-input';
import { planSummary } from '@/components/versions/plan-summary';
import { listAddOns } from '@/lib/api/catalog/add-ons';
import { createPlanAddOn, deletePlanAddOn, exchangePlanAddOn, getPlanAddOn, listPlanAddOns } from '@/lib/api/catalog/plan-add-ons';
import type { AddOn } from '@/lib/catalog/add-on';
import type { Feature } from '@/lib/catalog/feature';
import { assignmentOf } from '@/lib/catalog/next-draft';
import type { Plan } from '@/lib/catalog/plan';
import type { PlanAddOn } from '@/lib/catalog/plan-add-on';
import { isEditable } from '@/lib/catalog/version';
import { OFFER_READS } from './offer-reads';

const OfferDialog = lazy(() => import('./offer-dialog').then((module) => module.OfferDialog));

type Props = { plan: Plan; features: readonly Feature[] | undefined };

/** The add-ons offered with a plan version; while it can change, with what to do about them. */
export function PlanOffers({ plan, features }: Props) {
  const mayWrite = useMay('catalog:write');
  const client = useQueryClient();
  const offers = useApi(listPlanAddOns, offersOf(plan.id));
  const addOns = useApi(listAddOns, ALL_ADD_ON_VERSIONS).data?.data;
  const [dialog, setDialog] = useState<'new' | Answer<PlanAddOn> | null>(null);
  const open = isEditable(plan.status);
  const list = offers.data?.data;
  if (!open && list?.length === 0) return null;

  const paramsOf = ({ id }: PlanAddOn) => ({ planId: plan.id, planAddonId: id });
  /** Actions for an assignment as it is shown here. When somebody changed it meanwhile that is shown first, and acting on that is offered. */
  const onShown = async (shown: PlanAddOn, again: string, act: (revision: number | undefined) => Promise<unknown>) => {
    const current = await call(getPlanAddOn, { params: paramsOf(shown) });
    if (samePlan(assignmentOf(current.data), assignmentOf(shown))) return act(current.revision);
    await refresh(client, OFFER_READS);
    toast.message(`The offer of ${shown.name} changed meanwhile`, {
      detail: 'The current offer is shown. Nothing was overwritten.',
      action: { label: again, onClick: () => void act(current.revision).catch(failed) },
    });
  };
  const remove = async (assignment: PlanAddOn) => {
    try {
      await onShown(assignment, 'Remove anyway', (revision) => removeOver(assignment, revision));
    } catch (error) {
      failed(error);
    }
  };
  const removeOver = async (assignment: PlanAddOn, revision: number | undefined) => {
    const params = { planId: plan.id };
    await call(deletePlanAddOn, { params: paramsOf(assignment) }, { revision });
    await refresh(client, OFFER_READS);
    const undo = async () => {
      await call(createPlanAddOn, { params, body: assignmentOf(assignment) });
      await refresh(client, OFFER_READS);
    };
    toast.message(`${assignment.name} is no longer offered`, { action: { label: 'Undo', onClick: () => void undo().catch(failed) } });
  };
  // Read anew, as a list does not say which revision it shows.
  const change = async ({ id }: PlanAddOn) => {
    try {
      setDialog(await call(getPlanAddOn, { params: { planId: plan.id, planAddonId: id } }));
    } catch (error) {
      failed(error);
    }
  };
  const exchange = async (assignment: PlanAddOn, next: AddOn) => {
    try {
      await onShown(assignment, `Use version ${next.version}`, async (revision) => {
        await call(exchangePlanAddOn, { params: paramsOf(assignment), body: { addon: { id: next.id } } }, { revision });
        toast.success(`${next.name} is offered in version ${next.version}`);
        await refresh(client, OFFER_READS);
      });
    } catch (error) {
      failed(error);
    }
  };

  const may = open && mayWrite;
  return (
    <Section
      title="Add-ons"
      description={open ? 'Subscribers can buy these in addition.' : 'Subscribers can buy these in addition. Fixed with this version.'}
      acts={
        may &&
        addOns && (
          <Button size="sm" icon={<Plus />} onClick={() => setDialog('new')}>
            Offer an add-on
          </Button>
        )
      }
    >
      {offers.error ? (
        <ErrorState compact error={offers.error} onRetry={() => void offers.refetch()} />
      ) : !list ? (
        <Skeleton className="h-12 w-full" />
      ) : list.length === 0 ? (
        <p className="text-muted">None yet.</p>
      ) : (
        <ul className="border-border border-t">
          {list.map((assignment) => {
            const addOn = addOns?.find(({ id }) => id === assignment.addon.id);
            const next = addOn && addOns && successor(addOn, addOns);
            return (
              <Offer key={assignment.id} assignment={assignment} addOn={addOn} plan={plan}>
                {may && next && (
                  <Button size="sm" variant="ghost" icon={<ArrowUpCircle />} onClick={() => void exchange(assignment, next)}>
                    Use version {next.version}
                  </Button>
                )}
                {may && (
                  <>
                    <IconButton
                      quiet
                      size="sm"
                      label={`Change the offer of ${assignment.name}`}
                      icon={<Pencil />}
                      onClick={() => void change(assignment)}
                    />
                    <IconButton
                      quiet
                      size="sm"
                      label={`Stop offering ${assignment.name}`}
                      icon={<Trash2 />}
                      onClick={() => void remove(assignment)}
                    />
                  </>
                )}
              </Offer>
            );
          })}
        </ul>
      )}
      {dialog && addOns && features && list && (
        <OfferDialog
          plan={plan}
          addOns={addOns}
          features={features}
          offered={list}
          assignment={dialog === 'new' ? undefined : dialog.data}
          revision={dialog === 'new' ? undefined : dialog.revision}
          onClose={() => setDialog(null)}
        />
      )}
    </Section>
  );
}

/** The add-ons that were offered with a version on another day, to look at. */
export function OffersThen({ plan, assignments, addOns }: { plan: Plan; assignments: readonly PlanAddOn[]; addOns: readonly AddOn[] }) {
  if (assignments.length === 0) return null;
  return (
    <Section title="Add-ons" description="Subscribers could buy these in addition.">
      <ul className="border-border border-t">
        {assignments.map((assignment) => (
          <Offer key={assignment.id} assignment={assignment} addOn={addOns.find(({ id }) => id === assignment.addon.id)} plan={plan} />
        ))}
      </ul>
    </Section>
  );
}

type OfferProps = { assignment: PlanAddOn; addOn: AddOn | undefined; plan: Plan; children?: React.ReactNode };

function Offer({ assignment, addOn, plan, children }: OfferProps) {
  const phase = plan.phases.find(({ key }) => key === assignment.fromPlanPhase);
  const isFirst = plan.phases[0]?.key === assignment.fromPlanPhase;
  const terms = [
    phase && !isFirst ? `From ${phase.name} on` : '',
    addOn?.instanceType === 'single' ? 'Once' : assignment.maxQuantity === undefined ? 'Any quantity' : `Up to ${assignment.maxQuantity}`,
  ];
  return (
    <li className="grid gap-x-6 gap-y-1 border-border border-b py-2.5 sm:grid-cols-[minmax(10rem,16rem)_minmax(0,1fr)_auto]">
      <div className="flex min-w-0 flex-col">
        <TextLink href={`/add-ons/${assignment.addon.id}`}>{assignment.name}</TextLink>
        <span className="num text-muted text-sm">{addOn && `${addOn.key}, version ${addOn.version}`}</span>
      </div>
      <div className="flex min-w-0 flex-col gap-0.5">
        <span className="text-pretty">{addOn && planSummary(planOfAddOn(addOn))}</span>
        <span className="text-pretty text-muted text-sm">{terms.filter(Boolean).join('. ')}</span>
        {assignment.validationErrors?.map(({ code, field, message }) => (
          <span key={`${code} ${field}`} className="flex items-start gap-1.5 text-pretty text-sm text-warning">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
            {message}
          </span>
        ))}
      </div>
      <div className="flex items-start gap-1">{children}</div>
    </li>
  );
}

function failed(error: unknown) {
  toast.error('The add-ons of this plan could not be changed', {
    detail: error instanceof ProblemFailure ? error.detail : 'The server did not answer. Try again.',
  });
}
