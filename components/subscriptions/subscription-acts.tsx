'use client';

import { Ellipsis } from 'lucide-react';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { lazy } from '@/components/ui/lazy';
import { Menu, type MenuItem } from '@/components/ui/menu';
import type { SubscriptionActKind, SubscriptionState } from '@/lib/api/subscription/state';
import type { ActName, OpenAct } from './act-state';

const Dialogs = lazy(() => import('./act-dialogs').then((module) => module.ActDialogs));

const MENU: { act: ActName; kind: SubscriptionActKind; label: string; critical?: boolean }[] = [
  { act: 'migrate', kind: 'migrate', label: 'Move to another version' },
  { act: 'addon', kind: 'addon', label: 'Add an add-on' },
  { act: 'seats', kind: 'seats', label: 'Change seats' },
  { act: 'negotiate', kind: 'negotiate', label: 'Negotiated terms' },
  { act: 'pause', kind: 'pause', label: 'Pause' },
  { act: 'resume', kind: 'resume', label: 'Resume' },
  { act: 'continue', kind: 'continue', label: 'Continue' },
  { act: 'restore', kind: 'restore', label: 'Keep current plan' },
  { act: 'cancel', kind: 'cancel', label: 'Cancel', critical: true },
  { act: 'delete', kind: 'delete', label: 'Delete', critical: true },
];

interface Props {
  state: SubscriptionState;
  revision: number | undefined;
  /** The instant it is in the workspace (ISO). */
  now: string;
  open: OpenAct | null;
  onOpen: (act: OpenAct | null) => void;
  /** Leaves the page's main button to something else. */
  quiet?: boolean;
}

/** Shows what can be done with a subscription now, and the dialog of what was chosen. */
export function SubscriptionActs({ state, revision, now, open, onOpen, quiet = false }: Props) {
  const mayWrite = useMay('subscriptions:write');
  if (!mayWrite) return null;
  const allowed = new Set(state.allowed);
  const entries = MENU.filter(({ kind }) => allowed.has(kind)).map(
    ({ act, label, critical = false }): MenuItem => ({ label, critical, onSelect: () => onOpen({ act }) }),
  );
  return (
    <>
      {entries.length > 0 && (
        <Menu
          align="end"
          label={`Actions on the subscription of ${state.customer.name}`}
          trigger={<IconButton label="More actions" icon={<Ellipsis />} />}
          items={entries}
        />
      )}
      {allowed.has('change') && (
        <Button variant={quiet ? 'secondary' : 'primary'} onClick={() => onOpen({ act: 'change' })}>
          Change plan
        </Button>
      )}
      {open && <Dialogs open={open} state={state} revision={revision} now={now} onClose={() => onOpen(null)} />}
    </>
  );
}
