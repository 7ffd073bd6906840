import { Fact } from '@/components/ui/page-header';
import { cadenceWords } from '@/lib/catalog/cadence';
import type { Plan } from '@/lib/catalog/plan';

/** Shows in which currency and how often a plan is billed, in its head. */
export function PlanBilled({ plan }: { plan: Plan }) {
  return (
    <Fact label="Billed">
      {plan.currency}, {cadenceWords(plan.billingCadence)}
    </Fact>
  );
}
