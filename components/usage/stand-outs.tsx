import { addDays, dayWords, rangeWords } from '@/components/ui/calendar';
import { Quantity } from '@/components/ui/numbers';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import type { UsageOverview } from '@/lib/api/metering/usage-overview';
import { speaksForAll } from './aggregation';
import { QuietSender } from './quiet-sender';
import { type Run, runsOf } from './stand-out-runs';

const SHOWN = 8;

/** Meters that went quiet and days that lie far from their weekdays, each with the reason; the statistic by its name. */
export function StandOuts({ overview, timeZone }: { overview: UsageOverview; timeZone: string }) {
  const quiet = overview.meters.filter(({ silence }) => silence?.isUnusual);
  const runs = runsOf(overview.meters.filter(({ meter }) => speaksForAll(meter.aggregation)));
  return (
    <Section card title="Unusual usage">
      {quiet.length === 0 && overview.quietSources.length === 0 && runs.length === 0 ? (
        <p className="text-muted">No unusual days. All sources send as often as usual.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {overview.quietSources.map((sender) => (
            <QuietSender key={sender.name} sender={sender} timeZone={timeZone} />
          ))}
          {quiet.map(({ meter, silence, watch, lastReceivedAt }) =>
            silence && watch && lastReceivedAt ? (
              <QuietSender
                key={meter.id}
                label={meter.name}
                sender={{ kind: 'type', name: meter.eventType, silence, watch, lastAt: lastReceivedAt }}
                timeZone={timeZone}
              />
            ) : null,
          )}
          {runs.slice(0, SHOWN).map((run) => (
            <Days key={`${run.meter.id} ${run.from}`} run={run} />
          ))}
        </ul>
      )}
      {runs.length > SHOWN && <p className="mt-2 text-muted text-sm">and {runs.length - SHOWN} more, marked in the charts below</p>}
      <details className="mt-3 max-w-[72ch] text-muted text-sm">
        <summary className="w-fit cursor-pointer rounded-sm hover:text-text">How this works</summary>
        <p className="mt-2 text-pretty">
          We compare each day with the same weekdays of the last eight weeks, growth included, and mark it when it is far outside their
          usual range ({overview.statistic}). A source or a meter counts as silent after {overview.silenceRule}, and after one hour at the
          earliest.
        </p>
      </details>
    </Section>
  );
}

function Days({ run: { meter, from, to, days, worst } }: { run: Run }) {
  const every = days === 1 ? '&every=hour' : '';
  return (
    <li className="flex flex-wrap items-baseline gap-x-1.5">
      <TextLink quiet href={`/meters/${meter.id}?from=${from}&to=${addDays(to, 1)}${every}`} className="font-medium">
        {meter.name}
      </TextLink>
      <span>
        {days === 1 ? `on ${dayWords(from)}: ` : `${rangeWords({ from, to: addDays(to, 1) })}, most on ${dayWords(worst.day)}: `}
        <Quantity value={worst.value} className="font-medium" />, {worst.direction} the expected <Quantity value={worst.expected} />
      </span>
      <span className="num text-muted text-sm">
        score {worst.score.replace('-', '−')}, against {worst.against} weeks
      </span>
    </li>
  );
}
