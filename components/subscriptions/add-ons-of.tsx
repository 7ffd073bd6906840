'use client';

import { Plus } from 'lucide-react';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { Day } from '@/components/ui/time';
import type { SubscriptionAddOn } from '@/lib/api/subscription/shapes';
import type { SubscriptionState } from '@/lib/api/subscription/state';

interface Props {
  state: SubscriptionState;
  onChange: (addOn: SubscriptionAddOn) => void;
  onAdd: () => void;
}

/** Lists the add-ons of a subscription with their quantity now and to come. */
export function AddOnsOf({ state, onChange, onAdd }: Props) {
  const { timeZone } = useViewer().workspace;
  const mayChange = useMay('subscriptions:write') && state.allowed.includes('addon');
  const shown = state.addons.filter(
    ({ timeline }) => timeline.at(-1)?.activeTo === undefined || timeline.some(({ quantity }) => quantity > 0),
  );
  if (shown.length === 0) return null;
  return (
    <Section
      title="Add-ons"
      acts={
        mayChange && (
          <Button size="sm" icon={<Plus />} onClick={onAdd}>
            Add an add-on
          </Button>
        )
      }
    >
      <ul className="flex flex-col divide-y divide-border border-border border-y">
        {shown.map((addOn) => {
          const next = addOn.timeline.find(({ activeFrom }) => activeFrom > addOn.quantityAt);
          return (
            <li key={addOn.id} className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 py-1.5">
              <span className="font-medium">{addOn.name}</span>
              <span className="num text-muted">× {addOn.quantity}</span>
              <span className="min-w-0 flex-1 text-muted text-sm">
                {next ? (
                  <>
                    {next.quantity === 0 ? 'removed' : `× ${next.quantity}`} on <Day at={next.activeFrom} timeZone={timeZone} />
                  </>
                ) : (
                  <>
                    since <Day at={addOn.activeFrom} timeZone={timeZone} />
                  </>
                )}
              </span>
              {mayChange && (
                <Button size="sm" onClick={() => onChange(addOn)}>
                  Change
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
