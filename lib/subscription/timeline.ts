import type { Instant, Period } from '@/lib/time';
import type { PlannedCard } from './planned';

/** Source of an item of a timeline: the plan version, terms negotiated upon it, an add-on, or an edit of the subscription. */
export type ItemSource = 'plan' | 'negotiated' | 'add-on' | 'edit';

/** One rate card as a customer has it over a span of time in which nothing about it changes. */
export interface TimelineItem extends Period {
  /** `phase/card/v0`, counting the versions of a card within its phase; an add-on's one-time card is `phase/card+add-on/v0`. */
  itemId: string;
  phase: string;
  /** With everything that add-ons add to it, its prices multiplied by the quantity. */
  rateCard: PlannedCard;
  /** Quantity of the add-on that the item stands for, or number of seats; 1 for everything else. */
  quantity: number;
  source: ItemSource;
  /** The card of one seat, where seats are counted. */
  each?: PlannedCard;
}

/**
 * Timeline of a subscription's items: the facts that billing follows. Items of one id prefix (`phase/card`) lie one behind the other and never
 * overlap; all lie within their phase. Another act on a subscription (cancel, change, edit, add-on) is another timeline.
 */
export interface Timeline {
  start: Instant;
  /** When the customer leaves; null for never. */
  end: Instant | null;
  /** Phases in order, without gaps, from start to end. A phase without an end lasts until END_OF_TIME. */
  phases: (Period & { key: string })[];
  items: TimelineItem[];
  /** Times in which nothing is served or charged. */
  pauses?: Period[];
}

/** A quantity from an instant on. */
export interface DatedQuantity {
  from: Instant;
  quantity: number;
}

/** An add-on with its quantity over time: each entry holds until the next, 0 ends it. In ascending order of `from`. */
export interface DatedAddOn {
  key: string;
  rateCards: readonly PlannedCard[];
  /** The add-on is only there from this phase of the plan on; in all phases when absent. */
  fromPhase?: string;
  quantities: readonly DatedQuantity[];
}
