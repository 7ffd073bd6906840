import 'server-only';
import type { EventSelection } from '@/lib/api/metering/event-voids';
import type { ListEventsParamsFilter } from '@/lib/api/metering/events';
import type { DimensionFilters } from '@/lib/metering/dimension-filter';
import type { Meter } from '@/lib/metering/meter';
import type { MeterQueryGranularity, MeterQueryRow } from '@/lib/metering/meter-query';
import type { Tx } from '@/lib/server/core/db';
import type { Period } from '@/lib/time';

/** An event whose envelope has been checked. `data` is JSON text exactly as it was sent, so that no number passes through a float. */
export interface NewEvent {
  source: string;
  id: string;
  type: string;
  subject: string;
  /** ISO, UTC, up to microseconds. */
  time: string;
  /** False when the sender gave no time and `time` is that of arrival: such an event may be sent again and still be the same. */
  timeGiven: boolean;
  data: string | null;
  dataschema: string | null;
  ingestedAt: string;
}

export interface Inserted {
  stored: number;
  duplicates: number;
  /** Indexes of events whose source and id are taken by an event with other content. They are not stored. */
  conflicts: number[];
}

export type Counted = Pick<Meter, 'id' | 'aggregation' | 'eventType' | 'valueProperty' | 'dimensions' | 'eventsFrom'>;

/** A question to one meter; see MeterQueryRequest, whose checks have been made. */
export interface MeterQuestion {
  meter: Counted;
  from?: string | undefined;
  to?: string | undefined;
  granularity?: MeterQueryGranularity | undefined;
  timeZone: string;
  groupBy: readonly string[];
  filters: DimensionFilters;
  now: string;
}

export interface MeterAnswer {
  from?: string | undefined;
  to?: string | undefined;
  rows: MeterQueryRow[];
}

/** A subject whose events are a customer's: those of [from, to) by their time (ISO); without end where left out. */
export interface AttributedSubject {
  subject: string;
  from?: string;
  to?: string;
}

/** Usage of one meter by one customer in one period. */
export interface UsageQuestion {
  key: string;
  meter: Counted;
  filters: DimensionFilters;
  /** Every subject whose events are this customer's, a mere name for all time. */
  subjects: readonly (string | AttributedSubject)[];
  period: Period;
}

/** Why a meter does not count an event. */
export interface EventFault {
  code: string;
  message: string;
  attributes?: Record<string, unknown>;
}

/** An event as it is kept. `data` is JSON text with every digit it was sent with. */
export interface StoredEvent {
  seq: string;
  source: string;
  id: string;
  type: string;
  subject: string;
  time: string;
  data: string | null;
  dataschema: string | null;
  ingestedAt: string;
  storedAt: string;
  voidedAt: string | null;
  voidReason: string | null;
  customerId: string | null;
  faults: EventFault[];
}

/** Sort position of a listed row: `key` is the figure that a page ends with, and `seq` makes it unique. */
export interface EventPage {
  filter: ListEventsParamsFilter;
  orderBy: 'time' | 'arrival';
  descending: boolean;
  /** Only events that have this text (of a number, its digits) at this path of their data. */
  data?: { path: string; text: string } | undefined;
  size: number;
  after?: Position | undefined;
  before?: Position | undefined;
}

export interface Position {
  key: string;
  seq: string;
}

/**
 * Which view of the usage: a `snapshot` has all that was acknowledged before, and is there at once; a `cut` is also an instant that can be
 * asked for again, for which the writers of the moment are waited for; or as it was at an instant (ISO) that has passed.
 */
export type ReadAt = 'snapshot' | 'cut' | { asOf: string };

/** One view of a workspace's usage. */
export interface UsageReading {
  /** The instant of the view (ISO, UTC, milliseconds): asked again as of it, the same comes back for ever. Undefined for a mere snapshot. */
  asOf: string | undefined;
  query(question: MeterQuestion): Promise<MeterAnswer>;
  /** The subjects of some customers, by customer, as they were attributed then. */
  subjectsOf(customerIds: readonly string[]): Promise<Map<string, AttributedSubject[]>>;
  /** Answers all questions at once, by their keys, as decimal strings; "0" where nothing was used. */
  usage(questions: readonly UsageQuestion[]): Promise<Map<string, string>>;
}

/** Makes the questions that are asked alone out of a store's way to read. */
export const askedAlone = (read: UsageStore['read']): Pick<UsageStore, 'query' | 'usage'> => ({
  query: (workspaceId, question) => read(workspaceId, (reading) => reading.query(question)),
  usage: (workspaceId, questions, asOf) =>
    read(workspaceId, (reading) => reading.usage(questions), asOf === undefined ? 'snapshot' : { asOf }),
});

/** Store of usage. Nothing above this interface knows which engine answers. */
export interface UsageStore {
  /** Stores, deduplicates by (workspace, source, id) and counts, all or nothing; durable when it returns. */
  insert(workspaceId: string, events: readonly NewEvent[]): Promise<Inserted>;
  /** Gives `work` one view of the usage: whatever it asks of it belongs together, however many questions that takes. */
  read<T>(workspaceId: string, work: (reading: UsageReading) => Promise<T>, at?: ReadAt): Promise<T>;
  /** Asks one question, of the present. */
  query(workspaceId: string, question: MeterQuestion): Promise<MeterAnswer>;
  /** Asks what customers used, of the present or as of an instant. */
  usage(workspaceId: string, questions: readonly UsageQuestion[], asOf?: string): Promise<Map<string, string>>;
  /** One page of events in the order asked for, and whether there are more beyond it in the direction of reading. */
  list(workspaceId: string, page: EventPage): Promise<{ events: StoredEvent[]; more: boolean }>;
  /**
   * Marks events as void: they count no more, and stay. Gives how many were marked, or null when there are more than `limit` (the caller
   * rolls `tx` back). Waits for writers, and holds up new ones until `tx` ends.
   */
  void(tx: Tx, workspaceId: string, voidId: string, selection: EventSelection, limit: number): Promise<number | null>;
  /** When the events of these names arrived first, for those that are there. */
  arrivals(
    workspaceId: string,
    names: readonly { source: string; id: string }[],
  ): Promise<{ source: string; id: string; ingestedAt: string }[]>;
  /** Counts, about as many as told, events that a store has not counted ahead of questions yet; true when none is left. */
  derive(workspaceId: string, maxEvents: number): Promise<boolean>;
  /** Returns the counting progress of each meter of a workspace, from 0 to 1. Answers are right at any time; they are faster at 1. */
  progress(workspaceId: string): Promise<Map<string, number>>;
  /** The workspaces with events that are not counted ahead of questions yet. */
  uncounted(): Promise<string[]>;
}
