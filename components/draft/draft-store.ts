import type { QueryClient } from '@tanstack/react-query';
import { call } from '@/components/api/client';
import { replacePlan } from '@/lib/api/catalog/plan-versions';
import { getPlan, listPlans } from '@/lib/api/catalog/plans';
import { type CreatePlanRequest, Plan } from '@/lib/catalog/plan';
import type { ProductCatalogValidationError } from '@/lib/catalog/validation-error';
import { converter } from '@/lib/wire';
import { requestOf } from './plan-draft';

/** Store of a draft that saves itself. */
export interface DraftStore {
  /** Saves the content over the given revision, and gives it as it is stored now, with what is wrong with it. */
  save(
    client: QueryClient,
    id: string,
    content: CreatePlanRequest,
    revision: number,
  ): Promise<{ stored: CreatePlanRequest; revision: number | undefined; validationErrors: ProductCatalogValidationError[] | undefined }>;
  /** Returns another user's copy from the refusal that carries it. */
  fromWire(current: unknown): CreatePlanRequest;
}

export const planDraftStore: DraftStore = {
  async save(client, planId, { key: _key, ...body }, revision) {
    const answer = await call(replacePlan, { params: { planId }, body }, { revision });
    client.setQueryData([getPlan.id, { params: { planId } }], answer);
    void client.invalidateQueries({ queryKey: [listPlans.id] });
    return { stored: requestOf(answer.data), revision: answer.revision, validationErrors: answer.data.validationErrors };
  },
  fromWire: (current) => requestOf(converter(Plan).fromWire(current) as Plan),
};
