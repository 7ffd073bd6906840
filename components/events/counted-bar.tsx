'use client';

import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Chip } from '@/components/ui/chip';
import { exactText } from '@/components/ui/time-text';
import { featureUnit } from '@/components/versions/feature-unit';
import { getFeature } from '@/lib/api/catalog/features';
import { queryMeter } from '@/lib/api/metering/meter-query';
import { getMeter } from '@/lib/api/metering/meters';
import { groupDigits } from '@/lib/money';
import { countedEvents, countedWords } from './counted';

interface Asked {
  feature: string | null;
  customer: string | null;
  since: string | null;
  until: string | null;
}

/** Reads the events that a feature's meter counts; undefined while it is asked, and where no feature is named. */
export function useCounted(featureId: string | null) {
  const feature = useApi(getFeature, { params: { featureId: featureId ?? '' } }, { enabled: featureId !== null }).data;
  const meterId = feature?.meter?.id;
  const meter = useApi(getMeter, { params: { meterId: meterId ?? '' } }, { enabled: meterId !== undefined }).data;
  if (!feature || !meter) return undefined;
  return { feature, meter, events: countedEvents(meter, feature.meter?.filters) };
}
type Counted = NonNullable<ReturnType<typeof useCounted>>;

/** Says for which feature and period the events are shown, and takes that away. */
export function CountedChip({ counted, asked, onRemove }: { counted: Counted; asked: Asked; onRemove: () => void }) {
  const { timeZone } = useViewer().workspace;
  const at = (instant: string | null) => (instant === null ? '…' : exactText(instant, timeZone));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Chip className="max-w-full" onRemove={onRemove} removeLabel="Show all events">
        Counted for {counted.feature.name}, {at(asked.since)} – {at(asked.until)}
      </Chip>
      {counted.events.isWider && (
        <span className="text-sm text-warning">The feature has more conditions: some of these are not counted.</span>
      )}
    </div>
  );
}

/** Sum of the events shown, as the meter counts them. */
export function CountedTotal({ counted, asked, shown, isAll }: { counted: Counted; asked: Asked; shown: number; isAll: boolean }) {
  const { meter, feature, events } = counted;
  const filters = { ...feature.meter?.filters, ...(asked.customer !== null && { customer_id: { eq: asked.customer } }) };
  const period = { from: asked.since ?? undefined, to: asked.until ?? undefined };
  const total = useApi(queryMeter, {
    params: { meterId: meter.id },
    body: { ...period, timeZone: 'UTC', filters: { dimensions: filters } },
  });
  if (!total.data) return null;
  const value = groupDigits(total.data.data[0]?.value ?? '0');
  return <p className="num text-right font-medium">{countedWords(shown, isAll && !events.isWider, value, featureUnit(feature))}</p>;
}
