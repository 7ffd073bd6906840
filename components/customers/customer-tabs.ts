import { parseAsStringLiteral } from 'nuqs/server';

export const TABS = ['overview', 'usage', 'events', 'activity'] as const;
export type Tab = (typeof TABS)[number];

/** Which face of a customer is shown, as it stands in the URL. */
export const tabParams = { tab: parseAsStringLiteral(TABS).withDefault('overview') };
