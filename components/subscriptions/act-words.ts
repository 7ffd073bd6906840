import type { SubscriptionActKind } from '@/lib/api/subscription/state';

const WORDS: Record<SubscriptionActKind, string> = {
  create: 'Starts',
  update: 'Details change',
  cancel: 'Ends',
  continue: 'Continues',
  change: 'Changes plan',
  edit: 'Items change',
  addon: 'Add-on changes',
  pause: 'Pauses',
  resume: 'Resumes',
  seats: 'Seats change',
  migrate: 'Moves to another version',
  negotiate: 'Terms change',
  restore: 'Is restored',
  delete: 'Is deleted',
  unschedule: 'Change taken back',
};

/** Says in one or two words what an act does to a subscription: "Ends", "Changes plan". */
export const actWord = (kind: SubscriptionActKind): string => WORDS[kind];
