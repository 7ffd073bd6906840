'use client';

import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useApi } from '@/components/api/client';
import { addMonths, monthOf } from '@/components/ui/calendar';
import { ErrorState } from '@/components/ui/error-state';
import { Quantity } from '@/components/ui/numbers';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { Ago } from '@/components/ui/time';
import { exactText } from '@/components/ui/time-text';
import { type EventReading, getEventLife, type EventLife as Life } from '@/lib/api/metering/event-life';
import type { MeteringEvent } from '@/lib/metering/event';

type Tone = 'good' | 'quiet' | 'warning';

/** One event from when it happened to what bills it, as stations in their order. */
export function EventLife({ event, timeZone }: { event: MeteringEvent; timeZone: string }) {
  const life = useApi(getEventLife, { query: { source: event.source, id: event.id } });
  if (life.error) return <ErrorState compact error={life.error} onRetry={() => void life.refetch()} />;
  if (!life.data) return <Skeleton className="h-60" />;
  const told = life.data;
  return (
    <section className="flex flex-col gap-3">
      <h3 className="font-medium text-sm">Timeline</h3>
      <ol aria-label="Timeline" className="flex flex-col">
        <Arrival life={told} timeZone={timeZone} />
        <Repetitions life={told} timeZone={timeZone} />
        {told.voided ? (
          <Station tone="warning" title="Voided">
            <Ago at={told.voided.createdAt} timeZone={timeZone} /> by {told.voided.createdBy || 'somebody'}: {told.voided.reason}. It no
            longer counts.
          </Station>
        ) : (
          <>
            <Counted life={told} />
            <Billed life={told} />
          </>
        )}
      </ol>
    </section>
  );
}

function Station({ tone, title, children, last = false }: { tone: Tone; title: ReactNode; children: ReactNode; last?: boolean }) {
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0">
      {!last && <span aria-hidden="true" className="absolute top-4 bottom-0 left-[3.5px] w-px bg-border" />}
      <span
        aria-hidden="true"
        className={clsx(
          'relative mt-1.5 size-2 shrink-0 rounded-full',
          tone === 'good' ? 'bg-positive' : tone === 'warning' ? 'bg-warning' : 'bg-border-strong',
        )}
      />
      <div className="flex min-w-0 flex-col gap-1">
        <h4 className="font-medium">{title}</h4>
        <div className="min-w-0 text-pretty text-muted">{children}</div>
      </div>
    </li>
  );
}

function Arrival({ life: { event, customer }, timeZone }: { life: Life; timeZone: string }) {
  const { time, subject } = event.event;
  return (
    <>
      <Station tone="good" title="Happened and received">
        {time ? `Happened ${exactText(time, timeZone)}. ` : ''}Received <Ago at={event.ingestedAt} timeZone={timeZone} />, durable{' '}
        <Ago at={event.storedAt} timeZone={timeZone} />.
      </Station>
      <Station tone={customer ? 'good' : 'warning'} title="Customer">
        {customer ? (
          <TextLink href={`/customers/${customer.id}`}>{customer.name}</TextLink>
        ) : (
          <>
            Unassigned: no customer has the subject <span className="font-mono">{subject}</span>.{' '}
            <TextLink href={`/customers?q=${encodeURIComponent(subject)}`} className="underline">
              Find or create one
            </TextLink>
          </>
        )}
      </Station>
    </>
  );
}

function Repetitions({ life: { resends, refusals }, timeZone }: { life: Life; timeZone: string }) {
  const refused = refusals.reduce((all, { times }) => all + times, 0);
  return (
    <Station tone={refused ? 'warning' : 'good'} title="Deduplicated">
      {resends ? (
        <>
          Sent again {resends.times === 1 ? 'once' : `${resends.times} times`}, last <Ago at={resends.lastAt} timeZone={timeZone} />. It
          counts once.
        </>
      ) : (
        'Received once. Sent again, it still counts once.'
      )}
      {refused > 0 && (
        <>
          {' '}
          Refused {refused === 1 ? 'once' : `${refused} times`} with other content or time:{' '}
          <TextLink href="/events?tab=refused" className="underline">
            the refused events
          </TextLink>
          .
        </>
      )}
    </Station>
  );
}

function Counted({ life: { event, readings } }: { life: Life }) {
  if (readings.length === 0)
    return (
      <Station tone="warning" title="Counted by no meter">
        No meter counts events of the type <span className="font-mono">{event.event.type}</span>. It is kept for later meters.
      </Station>
    );
  const counting = readings.filter(({ value }) => value !== undefined).length;
  return (
    <Station
      tone={counting ? 'good' : 'warning'}
      title={`Counted by ${counting} of ${readings.length} ${readings.length === 1 ? 'meter' : 'meters'}`}
    >
      <ul className="flex flex-col gap-1">
        {readings.map((reading) => (
          <li key={reading.meter.id}>
            <TextLink quiet href={`/meters/${reading.meter.id}`} className="font-medium">
              {reading.meter.name}
            </TextLink>{' '}
            {reading.value === undefined ? <span className="text-warning">{reading.fault}</span> : readingWords(reading)}
          </li>
        ))}
      </ul>
    </Station>
  );
}

/** Returns the reading of a meter: "adds 374 · model small". */
function readingWords({ value, meter, dimensions }: EventReading): ReactNode {
  const verb: Record<string, string> = {
    sum: 'adds',
    avg: 'averages in',
    latest: 'takes',
    max: 'compares',
    min: 'compares',
    count: 'counts',
  };
  return (
    <>
      {verb[meter.aggregation] ?? 'tells apart'}{' '}
      {meter.aggregation === 'unique_count' ? (
        <span className="font-medium text-text">{value}</span>
      ) : (
        <Quantity value={value} className="font-medium text-text" />
      )}
      {Object.entries(dimensions).map(([key, text]) => (
        <span key={key}>
          {' '}
          · {key} {text || 'not given'}
        </span>
      ))}
    </>
  );
}

function Billed({ life: { event, customer, features, billedBy } }: { life: Life }) {
  if (features.length === 0)
    return (
      <Station last tone="quiet" title="Sold by no feature">
        No feature uses it, so it is not billed.
      </Station>
    );
  const month = monthOf((event.event.time ?? event.ingestedAt).slice(0, 10));
  return (
    <Station last tone="quiet" title={`Sold as ${features.map(({ name }) => name).join(', ')}`}>
      {billedBy.length === 0 ? (
        'No active plan sells it, so it is not billed.'
      ) : (
        <>
          <p>
            {customer ? `${customer.name} has no plan on record here` : 'No customer, so no plan'}: not invoiced yet. These rate cards were
            active at that time.
          </p>
          <ul className="mt-1 flex flex-col gap-1">
            {plansOf(billedBy).map(({ plan, cards }) => (
              <li key={plan.id}>
                <TextLink quiet href={`/plans/${plan.id}`} className="font-medium">
                  {plan.name} v{plan.version}
                </TextLink>{' '}
                · {cards.join(', ')}
                {customer && (
                  <>
                    {' '}
                    ·{' '}
                    <TextLink href={`/previews?customer=${customer.id}&plan=${plan.id}&from=${month}&to=${addMonths(month, 1)}`}>
                      Preview the invoice
                    </TextLink>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Station>
  );
}

/** The rate cards of each plan, named once however many phases have them. */
function plansOf(billedBy: Life['billedBy']) {
  const plans = new Map<string, { plan: Life['billedBy'][number]['plan']; cards: string[] }>();
  for (const { plan, rateCardName } of billedBy) {
    const known = plans.get(plan.id) ?? { plan, cards: [] };
    plans.set(plan.id, { plan, cards: [...new Set([...known.cards, rateCardName])] });
  }
  return [...plans.values()];
}
