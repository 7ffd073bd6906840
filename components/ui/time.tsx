'use client';

import { useEffect, useState } from 'react';
import { useClock } from './clock';
import { agoText, dayText, exactText } from './time-text';
import { Tooltip } from './tooltip';

const MINUTE_MS = 60_000;

/** Shows the age of an instant (or the time until it), in words; the exact instant on hover. */
export function Ago({ at, timeZone = 'UTC', className }: { at: string; timeZone?: string; className?: string }) {
  const clock = useClock();
  const [now, setNow] = useState(clock);
  useEffect(() => {
    setNow(clock());
    const timer = setInterval(() => setNow(clock()), MINUTE_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return (
    <Tooltip text={exactText(at, timeZone)}>
      <time dateTime={at} className={className ?? 'whitespace-nowrap'} suppressHydrationWarning>
        {agoText(at, now)}
      </time>
    </Tooltip>
  );
}

/** A day: "1 Nov 2026"; the exact instant on hover. */
export function Day({ at, timeZone = 'UTC', className }: { at: string; timeZone?: string; className?: string }) {
  return (
    <Tooltip text={exactText(at, timeZone)}>
      <time dateTime={at} className={className ?? 'whitespace-nowrap'}>
        {dayText(at, timeZone)}
      </time>
    </Tooltip>
  );
}
