'use client';

import { BellOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApiMutation } from '@/components/api/client';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/text-link';
import { Ago } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { getUsageOverview } from '@/lib/api/metering/usage-overview';
import { listUsageSenders, type UsageSender, watchUsageSender } from '@/lib/api/metering/usage-senders';
import { quietWords } from './usage-words';

interface Props {
  sender: Pick<UsageSender, 'kind' | 'name' | 'silence' | 'watch' | 'lastAt'>;
  /** Name shown in place of the sender's own. */
  label?: ReactNode;
  timeZone: string;
}

/** Nothing received from a source, or of a type, for longer than usual: since when, against what, and a way not to be told again. */
export function QuietSender({ sender: { kind, name, silence, watch, lastAt }, label, timeZone }: Props) {
  const mayWrite = useMay('events:write');
  const set = useApiMutation(watchUsageSender, [listUsageSenders, getUsageOverview]);
  const mute = async () => {
    try {
      await set.mutateAsync({ body: { kind, name, watch: { mode: 'never' } } });
    } catch (error) {
      toast.error('It could not be muted', { detail: (error as Error).message });
      return;
    }
    toast.success(`Alerts for ${name} are muted`, {
      action: { label: 'Undo', onClick: () => void set.mutateAsync({ body: { kind, name, watch } }) },
    });
  };
  return (
    <li className="flex flex-wrap items-center gap-x-1.5">
      <TextLink quiet href={`/events?${kind}=${encodeURIComponent(name)}`} className="font-medium">
        {label ?? <span className="font-mono text-sm">{name}</span>}
      </TextLink>
      <span className="text-warning">nothing received for {quietWords(silence.minutes)}</span>
      <span className="text-muted text-sm">
        last <Ago at={lastAt} timeZone={timeZone} />
        {silence.usualMinutes !== undefined && `; usual is up to ${quietWords(silence.usualMinutes)}`}
        {silence.limitMinutes !== undefined && `, alert after ${quietWords(silence.limitMinutes)}`}
      </span>
      {mayWrite && (
        <Button size="sm" variant="ghost" icon={<BellOff />} loading={set.isPending} onClick={() => void mute()}>
          Mute
        </Button>
      )}
    </li>
  );
}
