import type { QueryClient } from '@tanstack/react-query';
import { call } from '@/components/api/client';
import { draftIssues } from '@/components/draft/draft-issues';
import type { DraftStore } from '@/components/draft/draft-store';
import { closeDraft, type DraftContent, type PlanDraft } from '@/components/draft/plan-draft';
import { replaceAddOn } from '@/lib/api/catalog/add-on-versions';
import { getAddOn, listAddOns } from '@/lib/api/catalog/add-ons';
import { AddOn, type CreateAddOnRequest } from '@/lib/catalog/add-on';
import { addOnIssues } from '@/lib/catalog/checks/issues';
import type { CatalogContext } from '@/lib/catalog/checks/rate-card-issues';
import { isRecurring } from '@/lib/catalog/rate-card';
import type { Issue } from '@/lib/problem';
import { converter } from '@/lib/wire';

// An add-on is edited with the parts of the plan editor: as a plan of one phase that holds its cards.

/** The cadence of an add-on's cards, of which it has one, and which new cards begin with. */
export const cadenceOf = ({ rateCards }: Pick<AddOn, 'rateCards'>) => rateCards.find(isRecurring)?.billingCadence ?? 'P1M';

/** An add-on as the editor holds it. */
export function planOfAddOn(addOn: CreateAddOnRequest): DraftContent {
  const { key, name, description, labels, currency, instanceType, rateCards } = addOn;
  return {
    key,
    name,
    description,
    labels,
    currency,
    billingCadence: cadenceOf(addOn),
    proRatingEnabled: true,
    instanceType,
    phases: [{ key: 'cards', name: 'Rate cards', rateCards }],
  };
}

/** Returns the editor's content as an add-on. */
export function addOnOfPlan({ key, name, description, labels, currency, instanceType, phases }: DraftContent): CreateAddOnRequest {
  return {
    key,
    name,
    ...(description !== undefined && { description }),
    ...(labels !== undefined && { labels }),
    currency,
    instanceType: instanceType ?? 'single',
    rateCards: phases.flatMap((phase) => phase.rateCards),
  };
}

/** Everything that is wrong with an add-on as it is typed, at the places where the editor holds it. */
export function addOnDraftIssues(draft: PlanDraft, context: CatalogContext | undefined): Issue[] {
  const { instanceType: _, ...plan } = draft;
  const shapes = draftIssues(plan, context).filter(({ code }) => code === 'invalid_shape');
  const rules = addOnIssues(addOnOfPlan(closeDraft(draft)), context ?? { features: [], meters: [] }).filter(
    ({ path }) => context || (!path.includes('feature') && !path.includes('currency')),
  );
  const placed = rules.map((issue) => (issue.path[0] === 'rateCards' ? { ...issue, path: ['phases', 0, ...issue.path] } : issue));
  const told = new Set(placed.map(({ path }) => path.join('.')));
  return [...shapes.filter(({ path }) => !told.has(path.join('.'))), ...placed];
}

export const addOnDraftStore: DraftStore = {
  async save(client: QueryClient, addonId, content, revision) {
    const { key: _key, ...body } = addOnOfPlan(content);
    const answer = await call(replaceAddOn, { params: { addonId }, body }, { revision });
    client.setQueryData([getAddOn.id, { params: { addonId } }], answer);
    void client.invalidateQueries({ queryKey: [listAddOns.id] });
    return { stored: planOfAddOn(answer.data), revision: answer.revision, validationErrors: undefined };
  },
  fromWire: (current) => planOfAddOn(converter(AddOn).fromWire(current) as AddOn),
};
