import type { Plan, PlanStatus } from '@/lib/catalog/plan';

type Listed = Pick<Plan, 'key' | 'version' | 'status' | 'updatedAt'>;

/** A plan or an add-on in its list: all versions of one key, led by the one that matters most. */
export interface VersionedRow<T extends Listed> {
  key: string;
  /** What is sold now; else what will be; else the draft; else the latest that was. */
  lead: T;
  draft: T | undefined;
  scheduled: T | undefined;
  versions: number;
  updatedAt: string;
}
export type PlanRow = VersionedRow<Plan>;

const ORDER: readonly PlanStatus[] = ['active', 'scheduled', 'draft', 'archived'];

/** The versions of all plans or add-ons, by key, the latest changed first. */
export function planRows<T extends Listed>(things: readonly T[]): VersionedRow<T>[] {
  const byKey = new Map<string, T[]>();
  for (const thing of things) byKey.set(thing.key, [...(byKey.get(thing.key) ?? []), thing]);
  const rows = [...byKey].map(([key, list]): VersionedRow<T> => {
    const versions = list.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || b.version - a.version);
    const of = (status: PlanStatus) => versions.find((thing) => thing.status === status);
    const lead = versions[0] as T;
    const updatedAt = list.map((thing) => thing.updatedAt).reduce((latest, at) => (at > latest ? at : latest));
    return { key, lead, draft: of('draft'), scheduled: of('scheduled'), versions: list.length, updatedAt };
  });
  return rows.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
}

/** Is there a version of one of the statuses? */
export function hasStatus(row: VersionedRow<Listed>, statuses: readonly string[]): boolean {
  const own = [row.lead.status, row.draft && 'draft', row.scheduled && 'scheduled'];
  return statuses.some((status) => own.includes(status as PlanStatus));
}
