'use client';

import { Section } from '@/components/ui/section';
import type { PlanAsOf } from '@/lib/api/catalog/plan-as-of';

/** The features, with what counted them, and the tax codes that a version named on another day, as they were called then. */
export function PlanNamedThen({ then: { features, meters, taxCodes } }: { then: PlanAsOf }) {
  if (features.length + taxCodes.length === 0) return null;
  const meterOf = (id: string | undefined) => meters.find((meter) => meter.id === id);
  return (
    <Section title="Named by its rate cards" description="Features, meters and tax codes as of that date.">
      <ul aria-label="Named by its rate cards" className="border-border border-t">
        {features.map(({ id, key, name, meter, deletedAt }) => (
          <Row key={id} what="Feature" name={name} keyText={key} gone={deletedAt !== undefined}>
            {meterOf(meter?.id) && `counted by ${meterOf(meter?.id)?.name} (${meterOf(meter?.id)?.aggregation.replaceAll('_', ' ')})`}
          </Row>
        ))}
        {taxCodes.map(({ id, key, name, deletedAt }) => (
          <Row key={id} what="Tax code" name={name} keyText={key} gone={deletedAt !== undefined} />
        ))}
      </ul>
    </Section>
  );
}

type RowProps = { what: string; name: string; keyText: string; gone: boolean; children?: React.ReactNode };

function Row({ what, name, keyText, gone, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-border border-b py-2">
      <span className="w-20 text-muted">{what}</span>
      <span className="font-medium">{name}</span>
      <span className="font-mono text-muted text-sm">{keyText}</span>
      <span className="text-muted">{children}</span>
      {gone && <span className="text-warning">deleted by then</span>}
    </li>
  );
}
