import { groupBy } from './group-by';
import { addMicros, type Micros } from './ratio';

/** The ways in which a customer can leave. */
export type ChurnKind = 'voluntary' | 'involuntary' | 'paused';

/** Reasons that nobody chose: the money did not come. */
const INVOLUNTARY: ReadonlySet<string> = new Set(['payment_failed', 'dunning_exhausted', 'card_expired', 'fraud']);

/** A customer who left, with what they paid before. */
export interface EndedCustomer {
  customer: string;
  micros: Micros;
  reason: string | null;
  paused?: boolean;
}

/** Tells how a customer left. Without a reason it was their will. */
export function churnKind({ reason, paused }: Pick<EndedCustomer, 'reason' | 'paused'>): ChurnKind {
  if (paused) return 'paused';
  return reason !== null && INVOLUNTARY.has(reason) ? 'involuntary' : 'voluntary';
}

/** Customers and revenue that left, by how and by reason. */
export function churnReasons(ended: readonly EndedCustomer[]) {
  const sumsBy = <Name extends string>(nameOf: (customer: EndedCustomer) => Name) => {
    const groups = groupBy(ended, nameOf);
    return new Map([...groups].map(([name, own]) => [name, { customers: own.length, micros: addMicros(own.map(({ micros }) => micros)) }]));
  };
  return { byKind: sumsBy(churnKind), byReason: sumsBy(({ reason, paused }) => (paused ? 'paused' : (reason ?? 'none'))) };
}
