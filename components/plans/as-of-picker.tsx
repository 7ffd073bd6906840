'use client';

import { History, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Popover } from '@/components/ui/popover';
import { minuteText } from '@/components/ui/time-text';

/** Chooses an instant in the past to look at. */
export function AsOfPicker({ value, onChange }: { value: string | null; onChange: (at: string | null) => void }) {
  const { timeZone } = useViewer().workspace;
  return (
    <Popover label="As of" trigger={<Button icon={<History />}>As of</Button>}>
      {() => (
        <div className="flex w-80 flex-col gap-3 p-3">
          <Field label="Show this plan as of" hint="Includes drafts.">
            <DateTimeInput value={value ?? ''} timeZone={timeZone} onValueChange={(at) => onChange(at || null)} />
          </Field>
        </div>
      )}
    </Popover>
  );
}

/** Says that what stands below is the past, and leads back. */
export function AsOfBanner({ at, back }: { at: string; back: ReactNode }) {
  const { timeZone } = useViewer().workspace;
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-md bg-warning-soft px-3 py-2">
      <History aria-hidden="true" className="text-warning" />
      <span className="mr-auto">
        As of <span className="font-medium">{minuteText(at, timeZone)}</span>. Nothing can be changed here.
      </span>
      {back}
    </div>
  );
}

export const BackToToday = ({ onClick }: { onClick: () => void }) => (
  <Button size="sm" icon={<X />} onClick={onClick}>
    Back to today
  </Button>
);
