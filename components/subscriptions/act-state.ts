import type { SubscriptionAddOn } from '@/lib/api/subscription/shapes';
import type { SubscriptionState, TimelineItem } from '@/lib/api/subscription/state';

/** Props of the dialog of an act. */
export interface ActDialogProps {
  state: SubscriptionState;
  revision: number | undefined;
  onClose: () => void;
}

/** An act that is being decided in its dialog. */
export type OpenAct = { act: ActName } | { act: 'addon_quantity'; addOn: SubscriptionAddOn };

export type ActName =
  | 'change'
  | 'migrate'
  | 'addon'
  | 'seats'
  | 'negotiate'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'continue'
  | 'restore'
  | 'delete';

/** Returns the running items of a timeline. */
export const runningItems = ({ timeline }: SubscriptionState, now: string): TimelineItem[] =>
  timeline.items.filter(({ from, to }) => from <= now && (to === undefined || to > now));
