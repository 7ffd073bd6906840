'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useApi } from '@/components/api/client';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { JsonView } from '@/components/ui/code-block';
import { KeyText } from '@/components/ui/copy';
import { Sheet } from '@/components/ui/dialog';
import { TextLink } from '@/components/ui/text-link';
import { Ago } from '@/components/ui/time';
import { exactText } from '@/components/ui/time-text';
import { listMeters } from '@/lib/api/meters';
import type { MeteringIngestedEvent } from '@/lib/catalog/event';
import { ALL_METERS } from './catalog-input';
import { isVoided } from './event-standing';
import { tryMeter } from './meter-trial';
import { VoidEvent } from './void-event';

interface Props {
  event: MeteringIngestedEvent;
  customerName: string | undefined;
  timeZone: string;
  onClose: () => void;
}

/** One event: whose it is, when it came, what each meter makes of it, what is wrong with it, and all of it as it was sent. */
export function EventSheet({ event: stored, customerName, timeZone, onClose }: Props) {
  const { event, customer, ingestedAt, validationErrors } = stored;
  const mayWrite = useMay('events:write');
  const [voiding, setVoiding] = useState(false);
  if (voiding) return <VoidEvent event={event} onClose={() => setVoiding(false)} onVoided={onClose} />;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={<span className="font-mono text-md">{event.type}</span>}
      description={exactText(event.time ?? ingestedAt, timeZone)}
      footer={
        mayWrite &&
        !isVoided(stored) && (
          <Button variant="ghost" onClick={() => setVoiding(true)}>
            Void this event
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {validationErrors?.map((fault) => (
          <p key={`${fault.code} ${fault.message}`} className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-warning">
            <TriangleAlert />
            <span>{fault.message}</span>
          </p>
        ))}
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          <Item label="Subject">
            <KeyText value={event.subject} />
          </Item>
          <Item label="Customer">
            {customer ? (
              <TextLink href={`/customers/${customer.id}`}>{customerName ?? customer.id}</TextLink>
            ) : (
              <span className="text-muted">
                Nobody’s: no customer has this subject.{' '}
                <TextLink href={`/customers?q=${encodeURIComponent(event.subject)}`}>Find or create one</TextLink>
              </span>
            )}
          </Item>
          <Item label="Source">
            <KeyText value={event.source} />
          </Item>
          <Item label="Id">
            <KeyText value={event.id} />
          </Item>
          <Item label="Received">
            <Ago at={ingestedAt} timeZone={timeZone} />
          </Item>
        </dl>
        {!isVoided(stored) && <CountedBy stored={stored} />}
        <JsonView label="The event" value={event} />
      </div>
    </Sheet>
  );
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function CountedBy({ stored: { event } }: { stored: MeteringIngestedEvent }) {
  const meters = useApi(listMeters, ALL_METERS).data?.data.filter((meter) => meter.eventType === event.type);
  if (!meters) return null;
  const text = JSON.stringify(event);
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">What meters make of it</h3>
      {meters.length === 0 && (
        <p className="text-muted">No meter counts events of this type. It is kept, and counted as soon as one does.</p>
      )}
      <ul className="flex flex-col gap-1.5">
        {meters.map((meter) => {
          const verdict = tryMeter(meter, text);
          return (
            <li key={meter.id} className="flex items-start gap-2">
              {verdict.kind === 'counted' ? (
                <CircleCheck className="mt-0.5 text-positive" />
              ) : (
                <TriangleAlert className="mt-0.5 text-warning" />
              )}
              <span className="min-w-0">
                <TextLink quiet href={`/meters/${meter.id}`} className="font-medium">
                  {meter.name}
                </TextLink>{' '}
                <span className="text-muted">
                  {verdict.kind === 'counted' ? verdict.counts.toLowerCase() : verdict.reason}
                  {verdict.kind === 'counted' &&
                    verdict.dimensions.map(({ key, value }) => (
                      <span key={key}>
                        {' '}
                        · {key} {value ?? 'not given'}
                      </span>
                    ))}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
