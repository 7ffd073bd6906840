/** Limits on the size of a plan. Beyond these it can neither be read by a person nor answered at once while typing. */
export const PHASES_MAX = 20;
export const RATE_CARDS_PER_PHASE_MAX = 100;
export const TIERS_MAX = 50;
