'use client';

import { useEffect, useState } from 'react';
import { useApi } from '@/components/api/client';
import { ProgressBar } from '@/components/ui/progress-bar';
import { listMeterCounting } from '@/lib/api/metering/meter-counting';
import { type Course, isWorthTelling, seenNow, timeLeft } from './counting-course';

const BUSY_MS = 1_500;
const QUIET_MS = 15_000;

/** Counting progress of meters over earlier events, by id: only those that still take a while. Ends by itself. */
export function useCounting(): ReadonlyMap<string, Course> {
  const [courses, setCourses] = useState<ReadonlyMap<string, Course>>(new Map());
  const { data, dataUpdatedAt } = useApi(listMeterCounting, {}, { refetchInterval: courses.size > 0 ? BUSY_MS : QUIET_MS, staleTime: 0 });
  useEffect(() => {
    if (!data) return;
    setCourses((before) => {
      const now = data.data.flatMap(({ meterId, percent, isComplete }): [string, Course][] => {
        const course = seenNow(before.get(meterId) ?? null, isComplete, { at: dataUpdatedAt, percent });
        return course ? [[meterId, course]] : [];
      });
      return now.length === 0 && before.size === 0 ? before : new Map(now);
    });
  }, [data, dataUpdatedAt]);
  return courses;
}

const words = (course: Course): string => [`${course.last.percent} %`, timeLeft(course)].filter(Boolean).join(', ');

/** On a meter's page, while it catches up: how far, and how long still. */
export function CountingProgress({ name, course }: { name: string; course: Course | undefined }) {
  const told = course && isWorthTelling(course) ? course : undefined;
  return (
    <div role="status" className="contents">
      {told && (
        <div className="flex flex-col gap-1.5 rounded-md border border-border px-4 py-3">
          <p className="num">
            Counting earlier events: <span className="font-medium">{words(told)}</span>
          </p>
          <ProgressBar label={`Counting earlier events of ${name}`} share={told.last.percent / 100} />
          <p className="text-muted text-sm">Figures are complete. Pages load faster when this is done.</p>
        </div>
      )}
    </div>
  );
}

/** In a list, beside the name. */
export function CountingInRow({ name, course }: { name: string; course: Course | undefined }) {
  if (!course || !isWorthTelling(course)) return null;
  return (
    <span className="flex items-center gap-2 text-muted text-sm">
      <ProgressBar label={`Counting earlier events of ${name}`} share={course.last.percent / 100} className="w-16" />
      <span className="num whitespace-nowrap">{words(course)}</span>
    </span>
  );
}
