import type { Plan, PlanStatus } from '@/lib/catalog/plan';

/** A plan in the list: all versions of one key, led by the one that matters most. */
export interface PlanRow {
  key: string;
  /** What is sold now; else what will be; else the draft; else the latest that was. */
  lead: Plan;
  draft: Plan | undefined;
  scheduled: Plan | undefined;
  versions: number;
  updatedAt: string;
}

const ORDER: readonly PlanStatus[] = ['active', 'scheduled', 'draft', 'archived'];

/** The versions of all plans, by key, the latest changed first. */
export function planRows(plans: readonly Plan[]): PlanRow[] {
  const byKey = new Map<string, Plan[]>();
  for (const plan of plans) byKey.set(plan.key, [...(byKey.get(plan.key) ?? []), plan]);
  const rows = [...byKey].map(([key, list]): PlanRow => {
    const versions = list.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || b.version - a.version);
    const of = (status: PlanStatus) => versions.find((plan) => plan.status === status);
    const lead = versions[0] as Plan;
    const updatedAt = list.map((plan) => plan.updatedAt).reduce((latest, at) => (at > latest ? at : latest));
    return { key, lead, draft: of('draft'), scheduled: of('scheduled'), versions: list.length, updatedAt };
  });
  return rows.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
}

/** Has the plan a version of one of the statuses? */
export function hasStatus(row: PlanRow, statuses: readonly string[]): boolean {
  const own = [row.lead.status, row.draft && 'draft', row.scheduled && 'scheduled'];
  return statuses.some((status) => own.includes(status as PlanStatus));
}
