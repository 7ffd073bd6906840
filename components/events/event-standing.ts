import type { MeteringIngestedEvent } from '@/lib/metering/event';

/** Was the event taken out of every count? It is told among what is wrong with it. */
export const isVoided = ({ validationErrors }: Pick<MeteringIngestedEvent, 'validationErrors'>): boolean =>
  validationErrors?.some(({ code }) => code === 'event_voided') ?? false;
