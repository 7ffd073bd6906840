'use client';

import clsx from 'clsx';
import Link from 'next/link';
import { useState } from 'react';
import { useClock } from '@/components/ui/clock';
import { dayText } from '@/components/ui/time-text';
import type { PlanVersion } from '@/lib/api/catalog/plan-versions';
import { timelineOf } from './version-bars';

type Props = {
  versions: readonly PlanVersion[];
  current: string;
  timeZone: string;
  /** Running subscriptions by number of version: the more, the thicker its bar. */
  subscribers?: ReadonlyMap<number, number> | undefined;
  /** Path of the pages of versions: "/plans". */
  base: string;
};

/** Version timeline: bars on a time axis, now as a line. */
export function VersionTimeline({ versions, current, timeZone, base, subscribers }: Props) {
  // To the hour, so that the server and the browser draw the same; but never before a version that is sold already.
  const clock = useClock();
  const [hour] = useState(() => `${new Date(clock()).toISOString().slice(0, 13)}:00:00.000Z`);
  const started = versions.filter(({ status }) => status === 'active').map(({ effectiveFrom = hour }) => effectiveFrom);
  const now = [hour, ...started].reduce((latest, at) => (at > latest ? at : latest));
  const line = timelineOf(versions, now);
  if (!line) return null;
  return (
    <figure className="flex flex-col gap-1" aria-label="Version timeline">
      <div className="relative flex flex-col gap-1 py-4">
        {line.bars.map(({ version, from, to, open }) => (
          <div key={version.id} className="relative" style={{ height: `${thickness(subscribers, version.version)}px` }}>
            <Link
              href={`${base}/${version.id}?tab=versions`}
              aria-current={version.id === current ? 'true' : undefined}
              style={{ left: `${from * 100}%`, width: `max(${(to - from) * 100}%, 3.5rem)` }}
              className={clsx(
                'num absolute inset-y-0 flex items-center overflow-hidden whitespace-nowrap border px-2 text-sm transition-colors',
                open ? 'rounded-l-sm border-r-0' : 'rounded-sm',
                version.status === 'active' && 'border-accent bg-accent-soft font-medium text-accent-text',
                version.status === 'scheduled' && 'border-accent border-dashed text-accent-text',
                version.status === 'archived' && 'border-border-strong bg-hover text-muted hover:text-text',
              )}
            >
              Version {version.version}
              {count(subscribers, version.version)}
            </Link>
          </div>
        ))}
        <span
          aria-hidden="true"
          style={{ left: `${line.now * 100}%` }}
          className="absolute inset-y-0 w-px bg-critical before:absolute before:-top-1 before:left-1.5 before:text-critical before:text-xs before:content-['now']"
        />
      </div>
      <figcaption className="flex justify-between text-muted text-xs">
        <span>{dayText(line.from, timeZone)}</span>
        <span>{dayText(line.to, timeZone)}</span>
      </figcaption>
    </figure>
  );
}

const THIN_PX = 24;
const THICK_PX = 48;

/** Height of a version's bar by its share of all subscribers. */
function thickness(subscribers: ReadonlyMap<number, number> | undefined, version: number): number {
  const most = Math.max(0, ...(subscribers?.values() ?? []));
  return most === 0 ? THIN_PX : Math.round(THIN_PX + ((subscribers?.get(version) ?? 0) / most) * (THICK_PX - THIN_PX));
}

function count(subscribers: ReadonlyMap<number, number> | undefined, version: number): string {
  const on = subscribers?.get(version);
  return on ? ` · ${on.toLocaleString('en')} ${on === 1 ? 'subscriber' : 'subscribers'}` : '';
}
