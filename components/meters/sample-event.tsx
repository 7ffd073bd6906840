'use client';

import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { tryMeter, type Verdict } from '@/components/events/meter-trial';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import type { MeteringEvent } from '@/lib/metering/event';
import { type MeterValues, sketch } from './meter-values';

const EXAMPLE = {
  specversion: '1.0',
  id: '5c10fade-1c9e-4d6c-8275-c52c36731d3c',
  source: 'api-gateway',
  type: 'llm.request',
  subject: 'acme',
  time: '2026-11-01T00:00:00Z',
  data: { tokens: 374, model: 'small' },
};

/** Tries the meter that is being written on one event: the newest of its type that was received, or any that is pasted. */
export function SampleEvent({ recent }: { recent: readonly MeteringEvent[] }) {
  const { control } = useFormContext<MeterValues>();
  const meter = sketch(useWatch({ control }) as MeterValues);
  const [typed, setTyped] = useState<string | null>(null);
  const received = meter.eventType ? recent.find((event) => event.type === meter.eventType) : recent[0];
  const text = typed ?? JSON.stringify(received ?? { ...EXAMPLE, ...(meter.eventType && { type: meter.eventType }) }, null, 2);

  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Try it on an event"
        hint={typed === null && received ? 'The newest event. Paste another one to test it.' : 'Paste an event.'}
      >
        <Textarea mono rows={7} spellCheck={false} value={text} onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <Outcome verdict={tryMeter(meter, text)} />
    </div>
  );
}

function Outcome({ verdict }: { verdict: Verdict }) {
  return (
    <div role="status" className="min-h-10 text-sm">
      {verdict.kind === 'counted' ? (
        <>
          <Line icon={<CircleCheck className="text-positive" />}>{verdict.counts}.</Line>
          {verdict.dimensions.length > 0 && (
            <dl className="mt-1 ml-6 flex flex-wrap gap-x-4 gap-y-0.5">
              {verdict.dimensions.map(({ key, value }) => (
                <div key={key} className="flex gap-1.5">
                  <dt className="font-mono text-muted">{key}</dt>
                  <dd className={value === undefined ? 'text-warning' : 'font-mono'}>{value ?? 'not in this event'}</dd>
                </div>
              ))}
            </dl>
          )}
        </>
      ) : (
        <Line icon={verdict.kind === 'unreadable' ? <CircleX className="text-critical" /> : <CircleDashed className="text-warning" />}>
          {verdict.kind === 'not_counted' && 'Not counted. '}
          {verdict.reason}
        </Line>
      )}
    </div>
  );
}

const Line = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <p className="flex items-start gap-2">
    {icon}
    <span className="min-w-0 break-words">{children}</span>
  </p>
);
