import 'server-only';
import type { DimensionFilters } from '@/lib/metering/dimension-filter';
import { problem } from '@/lib/problem';
import type { Ctx } from '@/lib/server/core/ctx';
import type { UsageQuestion } from '@/lib/server/usage/store';
import type { Period } from '@/lib/time';
import { usageStore } from './choose-store';
import { featureOf } from './features';
import { meterOf } from './meters';

/** Usage of a customer in a period: of a feature (with its filters), or of a meter directly. */
export type UsageWanted = { key: string; customerId: string; period: Period } & (
  | { featureId: string }
  | { meterId: string; filters?: DimensionFilters }
);

/** Usage, and the instant that it is true of: asked again as of it, the same is answered for ever. */
export interface UsageFound {
  /** ISO, UTC, whole milliseconds. */
  asOf: string;
  /** By the keys of the wants, as decimal strings; "0" where nothing was used. */
  figures: Record<string, string>;
}

/** Answers all wants in one reading, see `usageReader`. */
export const usageByKey = async (ctx: Ctx, wanted: readonly UsageWanted[], asOf?: string): Promise<UsageFound> =>
  (await usageReader(ctx, wanted))(asOf);

/**
 * Looks up what the wants mean, in the caller's transaction, and returns the function that reads the figures, which needs none: a reading may
 * take a while. It answers all wants in one reading: of the present, or from what was known at `asOf`. A customer's usage is that of every
 * subject while it was attributed to it. Throws when a want names a feature without a meter, or something that is not there.
 */
export async function usageReader(ctx: Ctx, wanted: readonly UsageWanted[]): Promise<(asOf?: string) => Promise<UsageFound>> {
  const featureIds = [...new Set(wanted.flatMap((w) => ('featureId' in w ? [w.featureId] : [])))];
  const features = new Map((await ctx.tx.feature.findMany({ where: { id: { in: featureIds } } })).map((row) => [row.id, featureOf(row)]));
  const selected = wanted.map((w) => {
    if ('meterId' in w) return { meterId: w.meterId, filters: w.filters ?? {} };
    const meter = features.get(w.featureId)?.meter;
    if (!meter) throw problem('validation_failed', `The feature ${w.featureId} is not there or has no meter: its use is not counted.`);
    return { meterId: meter.id, filters: meter.filters ?? {} };
  });
  const meterIds = [...new Set(selected.map((s) => s.meterId))];
  const meters = new Map(
    (await ctx.tx.meter.findMany({ where: { id: { in: meterIds }, deletedAt: null } })).map((row) => [row.id, meterOf(row)]),
  );
  const questionOf = (w: UsageWanted, i: number): Omit<UsageQuestion, 'subjects'> => {
    const { meterId, filters } = selected[i] as (typeof selected)[number];
    const meter = meters.get(meterId);
    if (!meter) throw problem('validation_failed', `The meter ${meterId} is not there.`);
    return { key: w.key, meter, filters, period: w.period };
  };
  const questions = wanted.map((w, i) => ({ customerId: w.customerId, ...questionOf(w, i) }));
  const workspaceId = ctx.workspace.id;
  return (asOf) =>
    usageStore().read(
      workspaceId,
      async (reading) => {
        const subjects = await reading.subjectsOf([...new Set(questions.map((q) => q.customerId))]);
        const used = await reading.usage(questions.map(({ customerId, ...q }) => ({ ...q, subjects: subjects.get(customerId) ?? [] })));
        return { asOf: reading.asOf as string, figures: Object.fromEntries(used) };
      },
      asOf === undefined ? 'cut' : { asOf },
    );
}
