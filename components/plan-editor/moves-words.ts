import type { VersionSubscribers } from '@/lib/api/subscription/plan-subscribers';

/** Says who is on the new version when it is published, and who stays on which one. */
export function movesWords(sold: number | undefined, subscribers: readonly VersionSubscribers[] | undefined): string {
  const count = (n: number) => `${n.toLocaleString('en')} ${n === 1 ? 'subscriber' : 'subscribers'}`;
  const stay = (subscribers ?? []).filter((of) => of.subscriptions > 0).map((of) => `${count(of.subscriptions)} on version ${of.version}`);
  if (sold === undefined || (subscribers && stay.length === 0)) return 'New subscribers only. Nobody is subscribed yet.';
  if (stay.length === 0) return `New subscribers only. Everyone on version ${sold} keeps that version and its prices until you move them.`;
  return `New subscribers only. ${stay.join(', ')} keep their version and its prices until you move them from the page of the plan.`;
}
