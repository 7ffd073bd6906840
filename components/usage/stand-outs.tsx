import { speaksForAll } from '@/components/metering/aggregation';
import { dayWords } from '@/components/ui/calendar';
import { Quantity } from '@/components/ui/numbers';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { Ago } from '@/components/ui/time';
import type { MeterUsage, UsageOverview } from '@/lib/api/usage-overview';
import { quietWords } from './usage-words';

const SHOWN = 8;

/** Meters that went quiet and days that lie far from their weekdays, each with the reason; the statistic by its name. */
export function StandOuts({ overview, timeZone }: { overview: UsageOverview; timeZone: string }) {
  const quiet = overview.meters.filter(({ silence }) => silence?.isUnusual);
  const days = overview.meters
    .filter(({ meter }) => speaksForAll(meter.aggregation))
    .flatMap(({ meter, anomalies }) => anomalies.map((anomaly) => ({ meter, ...anomaly })))
    .sort((a, b) => b.day.localeCompare(a.day));
  return (
    <Section card title="What stands out">
      {quiet.length === 0 && days.length === 0 ? (
        <p className="text-muted">Nothing: every meter is fed as often as it was, and no day is far from its weekdays.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {quiet.map((usage) => (
            <Quiet key={usage.meter.id} usage={usage} timeZone={timeZone} />
          ))}
          {days.slice(0, SHOWN).map(({ meter, day, value, expected, score, direction, against }) => (
            <li key={`${meter.id} ${day}`} className="flex flex-wrap items-baseline gap-x-1.5">
              <TextLink quiet href={`/meters/${meter.id}?from=${day}&to=${nextDay(day)}&every=hour`} className="font-medium">
                {meter.name}
              </TextLink>
              <span>
                on {dayWords(day)}: <Quantity value={value} className="font-medium" />, {direction} the usual <Quantity value={expected} />{' '}
                <span className="text-muted">of its weekday</span>
              </span>
              <span className="num text-muted text-sm">
                score {score.replace('-', '−')}, against {against} weeks
              </span>
            </li>
          ))}
        </ul>
      )}
      {days.length > SHOWN && <p className="mt-2 text-muted text-sm">and {days.length - SHOWN} more, marked in the charts below</p>}
      <p className="mt-3 max-w-[90ch] text-pretty text-muted text-sm">
        {overview.statistic}: a day is marked when 0.6745 × (its figure − the median of up to eight earlier ones of its weekday) / the
        median distance from that median lies beyond 3.5. A meter is called quiet when nothing arrived for longer than ever between two
        hours with usage in the last 14 days, and for an hour at least.
      </p>
    </Section>
  );
}

const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

function Quiet({ usage: { meter, silence, lastReceivedAt }, timeZone }: { usage: MeterUsage; timeZone: string }) {
  if (!silence || !lastReceivedAt) return null;
  return (
    <li className="flex flex-wrap items-baseline gap-x-1.5">
      <TextLink quiet href={`/events?type=${encodeURIComponent(meter.eventType)}`} className="font-medium">
        {meter.name}
      </TextLink>
      <span className="text-warning">nothing received for {quietWords(silence.minutes)}</span>
      <span className="text-muted text-sm">
        last <Ago at={lastReceivedAt} timeZone={timeZone} />; its longest quiet was {quietWords(silence.usualMinutes)}
      </span>
    </li>
  );
}
