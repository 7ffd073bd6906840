import type { Meter } from './meter';

/** Kind of a meter: calls of an API, or the work of models. */
export type MeterKind = 'ai' | 'api' | 'other';

/** A label of this name says it; its value is one of the kinds. */
export const METER_KIND_LABEL = 'kind';

const AI = /token|llm|gen_?ai|model|prompt|completion|embedding|inference|gpu|agent|image|speech/i;
const API = /request|http|call|api|kong|gateway|route|bandwidth|byte|egress/i;

/** The kind of a meter: by its label, else by the words of its key, name and event type. Words about models win, since their calls are both. */
export function meterKind({ key, name, eventType, labels }: Pick<Meter, 'key' | 'name' | 'eventType' | 'labels'>): MeterKind {
  const label = labels?.[METER_KIND_LABEL];
  if (label === 'ai' || label === 'api' || label === 'other') return label;
  const own = `${key} ${name}`;
  if (AI.test(own)) return 'ai';
  if (API.test(own)) return 'api';
  return AI.test(eventType) ? 'ai' : API.test(eventType) ? 'api' : 'other';
}
