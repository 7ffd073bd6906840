import 'server-only';
import type pg from 'pg';
import { changesWithin } from '@/lib/server/usage/attribution';
import { lit } from '@/lib/server/usage/counting';
import type { MeterState } from '@/lib/server/usage/meter-state';
import type { Span } from '@/lib/server/usage/windows';
import { countSoon } from './count-behind';

/** One snapshot of a workspace's usage, with the connection that sees it. */
export interface Snapshot {
  client: pg.PoolClient;
  workspaceId: string;
  /** The instant of the cut (ISO, UTC); undefined when none was asked for, and all that the snapshot sees counts. */
  asOf: string | undefined;
  /** The living meters, with how far rollups may be used at the cut. */
  meters: ReadonlyMap<string, MeterState>;
}

/** Finds the meters of a question, and has them counted when they are behind. Throws for one that has no place in the usage store. */
export function askedMeters({ workspaceId, meters }: Snapshot, ids: readonly string[]): MeterState[] {
  const found = [...new Set(ids)].map((id) => {
    const state = meters.get(id);
    if (!state) throw new Error(`meter ${id} has no place in the usage store`);
    return state;
  });
  if (found.some((state) => state.behind)) countSoon(workspaceId);
  return found;
}

/** The instants within some spans (in order) at which subjects change hands. */
export const changesIn = ({ client, workspaceId, asOf }: Snapshot, spans: readonly Span[]): Promise<number[]> =>
  changesWithin(client, workspaceId, asOf, {
    from: Math.min(...spans.map((s) => s.from)),
    to: Math.max(...spans.map((s) => s.to)),
  });

/** Tells which events `e` count in a snapshot: those that are not void, or were there and not void at its cut. */
export function livingSql({ asOf }: Snapshot): string {
  if (asOf === undefined) return 'e.voided_at IS NULL';
  const at = `${lit(asOf)}::timestamptz`;
  return `e.stored_at <= ${at} AND (e.voided_at IS NULL OR e.voided_at > ${at})`;
}
