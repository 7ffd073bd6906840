import type { Kinds } from './figure';

/** Rules for figures of subscriptions: timelines, cadences, edits, changes, add-ons. */
export const subscriptionFigures: Kinds = {};
