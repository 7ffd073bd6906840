'use client';

import { FastForward } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { ProblemFailure, useApi, useApiMutation } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { addDays, addMonths } from '@/components/ui/calendar';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Menu } from '@/components/ui/menu';
import { exactText } from '@/components/ui/time-text';
import { toast } from '@/components/ui/toast';
import { instantOf, wallTimeOf } from '@/components/ui/zoned';
import { advanceTestClock, cancelTestClock, getTestClock, releaseTestClock, type TestClock } from '@/lib/api/workspace/test-clock';
import { useMay, useViewer } from './viewer';

const WATCH_MS = 1_000;

/** The clock of a sandbox workspace, on top of every page: where it stands, and how to move it on. Nothing where the wall clock counts. */
export function TestClockBar() {
  const { workspace } = useViewer();
  const router = useRouter();
  const clock = useApi(
    getTestClock,
    {},
    {
      enabled: workspace.sandbox,
      retry: false,
      refetchInterval: ({ state }) => (state.data?.data.status === 'standing' || state.error ? false : WATCH_MS),
    },
  );
  // Pages show the workspace at its instant: they are read again once it has moved.
  const at = clock.data?.at;
  const shown = useRef(at);
  const isStanding = clock.data?.status === 'standing';
  useEffect(() => {
    if (at === undefined || !isStanding) return;
    if (shown.current !== undefined && shown.current !== at) router.refresh();
    shown.current = at;
  }, [at, isStanding, router]);
  if (!workspace.sandbox || !clock.data) return null;
  return (
    <section
      aria-label="Test clock"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-border border-b bg-accent-soft px-4 py-2 nav:px-6"
    >
      {clock.data.status === 'standing' ? (
        <Standing clock={clock.data} timeZone={workspace.timeZone} />
      ) : (
        <Advancing clock={clock.data} timeZone={workspace.timeZone} />
      )}
    </section>
  );
}

type Props = { clock: TestClock; timeZone: string };

function Standing({ clock, timeZone }: Props) {
  const mayManage = useMay('workspace:manage');
  const [isChoosing, setChoosing] = useState(false);
  const advance = useApiMutation(advanceTestClock, [getTestClock]);
  const release = useApiMutation(releaseTestClock, [getTestClock]);
  const failed = (error: Error) => toast.error('The clock was not moved', { detail: error.message });
  const [day = '', time = ''] = wallTimeOf(clock.at, timeZone).split('T');
  const goTo = (next: string) => {
    const to = instantOf(`${next}T${time}`, timeZone);
    if (to) advance.mutate({ body: { to } }, { onError: failed });
  };
  const free = () => release.mutate({}, { onSuccess: () => window.location.reload(), onError: failed });
  return (
    <>
      <p className="min-w-0 flex-1">
        <span className="font-medium">Test clock:</span> <span className="num">{exactText(clock.at, timeZone)}</span>
        {clock.error && <span className="text-critical"> It stopped here: {clock.error}</span>}
      </p>
      {mayManage && (
        <Menu
          align="end"
          label="Advance the test clock"
          trigger={
            <Button size="sm" icon={<FastForward />} loading={advance.isPending || release.isPending}>
              Advance
            </Button>
          }
          items={[
            { label: '1 day', onSelect: () => goTo(addDays(day, 1)) },
            { label: '1 week', onSelect: () => goTo(addDays(day, 7)) },
            { label: '1 month', onSelect: () => goTo(addMonths(day, 1)) },
            { label: '1 year', onSelect: () => goTo(addMonths(day, 12)) },
            { label: 'To a date…', onSelect: () => setChoosing(true) },
            { kind: 'separator' },
            { label: 'Use real time from now on', onSelect: free },
          ]}
        />
      )}
      {isChoosing && <AdvanceDialog clock={clock} timeZone={timeZone} onClose={() => setChoosing(false)} />}
    </>
  );
}

function AdvanceDialog({ clock, timeZone, onClose }: Props & { onClose: () => void }) {
  const [to, setTo] = useState('');
  const advance = useApiMutation(advanceTestClock, [getTestClock]);
  const about = advance.error instanceof ProblemFailure ? (advance.error.about('$.to') ?? advance.error.about('to')) : undefined;
  return (
    <Dialog
      open
      size="sm"
      busy={advance.isPending}
      onOpenChange={onClose}
      title="Advance the test clock"
      description="Everything that falls due on the way happens at its own time. The clock never goes back."
      footer={
        <>
          <Button variant="ghost" onClick={onClose} disabled={advance.isPending}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={to === ''}
            loading={advance.isPending}
            onClick={() => advance.mutate({ body: { to } }, { onSuccess: onClose })}
          >
            Advance
          </Button>
        </>
      }
    >
      <Field label="To" error={about}>
        <DateTimeInput value={to} onValueChange={setTo} timeZone={timeZone} min={clock.at} />
      </Field>
      {advance.error && !about && <ErrorState compact error={advance.error} />}
    </Dialog>
  );
}

function Advancing({ clock, timeZone }: Props) {
  const mayManage = useMay('workspace:manage');
  const cancel = useApiMutation(cancelTestClock, [getTestClock]);
  const from = Date.parse(clock.startedFrom ?? clock.at);
  const share = clock.target ? (Date.parse(clock.at) - from) / Math.max(1, Date.parse(clock.target) - from) : 0;
  return (
    <>
      <p role="status" className="min-w-0 flex-1">
        <span className="font-medium">Test clock:</span> <span className="num">{exactText(clock.at, timeZone)}</span>
        <span className="text-muted">
          {clock.status === 'cancelling' ? ', stopping' : `, advancing to ${exactText(clock.target ?? clock.at, timeZone)}`}, {clock.done}{' '}
          done
        </span>
      </p>
      <progress aria-label="Advanced" value={share} max={1} className="h-1.5 w-32" />
      {mayManage && (
        <Button
          size="sm"
          loading={cancel.isPending || clock.status === 'cancelling'}
          onClick={() => cancel.mutate({}, { onError: (error) => toast.error('Not stopped', { detail: error.message }) })}
        >
          Stop
        </Button>
      )}
    </>
  );
}
