import { isVoided } from '@/components/events/event-standing';
import type { UsageImport } from '@/lib/api/metering/usage-imports';
import type { Plan } from '@/lib/catalog/plan';
import type { MeteringIngestedEvent } from '@/lib/metering/event';

/** Something that waits for a person: what it is, why it waits, and where to go. */
export interface Waiting {
  key: string;
  kind: 'draft' | 'scheduled' | 'events' | 'import';
  title: string;
  /** The reason, in a few words. */
  why: string;
  href: string;
  /** An instant that belongs to it. */
  at?: string;
}

interface Known {
  plans: readonly Plan[];
  /** The newest events. */
  events: readonly MeteringIngestedEvent[];
  imports: readonly UsageImport[];
  /** Number of open refused events. */
  refused: number;
  /** In milliseconds. */
  now: number;
}

const WEEK_MS = 7 * 86_400_000;
const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** Lists open tasks: usage that counts for nobody or for nothing first, then imports that lost rows, drafts, and what is about to change. */
export function attention({ plans, events, imports, refused, now }: Known): Waiting[] {
  return [
    ...eventsWaiting(events, refused),
    ...imports
      .filter(
        (row) => (row.rejected > 0 || row.status === 'failed' || row.status === 'interrupted') && now - Date.parse(row.createdAt) < WEEK_MS,
      )
      .map(
        (row): Waiting => ({
          key: row.id,
          kind: 'import',
          title: row.fileName,
          why: row.rejected > 0 ? `${counted(row.rejected, 'row was', 'rows were')} rejected` : 'The import did not finish',
          href: '/usage-imports',
          at: row.createdAt,
        }),
      ),
    ...plans
      .filter((plan) => plan.status === 'draft')
      .map((plan): Waiting => {
        const issues = plan.validationErrors?.length ?? 0;
        return {
          key: plan.id,
          kind: 'draft',
          title: `${plan.name}, draft of version ${plan.version}`,
          why: issues > 0 ? `${counted(issues, 'issue', 'issues')} before it can be published` : 'Ready to be published',
          href: `/plans/${plan.id}`,
          at: plan.updatedAt,
        };
      }),
    ...plans
      .filter((plan) => plan.status === 'scheduled')
      .map(
        (plan): Waiting => ({
          key: plan.id,
          kind: 'scheduled',
          title: `${plan.name}, version ${plan.version}`,
          why: 'takes effect',
          href: `/plans/${plan.id}`,
          ...(plan.effectiveFrom && { at: plan.effectiveFrom }),
        }),
      ),
  ];
}

/** Events that need a look, each kind once. */
function eventsWaiting(events: Known['events'], refused: number): Waiting[] {
  const unowned = events.filter((event) => !event.customer && !isVoided(event));
  const faulty = events.filter((event) => event.validationErrors?.length && !isVoided(event));
  const of = `of the newest ${counted(events.length, 'event', 'events')}`;
  return [
    ...(refused > 0
      ? [
          {
            key: 'refused',
            kind: 'events',
            title: `${counted(refused, 'event was', 'events were')} refused`,
            why: 'their ID was used before with other content',
            href: '/events?tab=refused',
          } as const,
        ]
      : []),
    ...(unowned.length > 0
      ? [
          {
            key: 'unowned',
            kind: 'events',
            title: `${counted(unowned.length, 'event belongs', 'events belong')} to no customer`,
            why: `${of}; they are not billed`,
            href: '/customers?claim=true',
          } as const,
        ]
      : []),
    ...(faulty.length > 0
      ? [
          {
            key: 'faulty',
            kind: 'events',
            title: `${counted(faulty.length, 'event was', 'events were')} not counted`,
            why: `${of}: ${faulty[0]?.validationErrors?.[0]?.message ?? ''}`,
            href: `/events?type=${encodeURIComponent(faulty[0]?.event.type ?? '')}`,
          } as const,
        ]
      : []),
  ];
}
