import { Badge, type Tone } from '@/components/ui/badge';
import type { SubscriptionStatus } from '@/lib/api/subscription/shapes';

const STATUS: Record<SubscriptionStatus, { tone: Tone; word: string }> = {
  active: { tone: 'positive', word: 'Active' },
  canceled: { tone: 'warning', word: 'Ending' },
  scheduled: { tone: 'accent', word: 'Scheduled' },
  inactive: { tone: 'neutral', word: 'Ended' },
};

/** Choices of a filter by status. */
export const STATUS_CHOICES = Object.entries(STATUS).map(([value, { word }]) => ({ value: value as SubscriptionStatus, label: word }));

/** Shows the status of a subscription; a pause is told before it. */
export function SubscriptionBadge({ status, paused = false }: { status: SubscriptionStatus; paused?: boolean }) {
  const { tone, word } = paused && status !== 'inactive' ? { tone: 'warning' as const, word: 'Paused' } : STATUS[status];
  return (
    <Badge tone={tone} dot>
      {word}
    </Badge>
  );
}
