import type { NewEvent } from '@/lib/server/usage/store';
import { chance, wobble } from './chance';
import type { DemoCustomer } from './customers';

export const SOURCE = 'demo-gateway';
const DAY_MS = 86_400_000;
const BATCH = 5_000;
/** For so long the customers have had batch jobs. */
const NEWS_DAYS = 35;

/** Returns the activity of a day relative to an ordinary one, from the customer's shape and the day's place in its life, week and year. */
function busyness(customer: DemoCustomer, day: number, date: Date, days: number): number {
  const age = (day - customer.firstDay) / Math.max(1, days - customer.firstDay);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  switch (customer.shape) {
    case 'growing':
      return 0.25 + 2.2 * age ** 1.4;
    case 'shrinking':
      return 1.6 - 1.2 * age;
    case 'seasonal':
      return 1 + 0.8 * Math.sin((2 * Math.PI * (date.getUTCMonth() + date.getUTCDate() / 31 - 8)) / 12);
    case 'office_hours':
      return weekend ? 0.06 : 1.3;
    case 'bursty':
      return chance(23, customer.index, Math.floor(day / 3))() > 0.85 ? 5 : 0.5;
    case 'churned':
      return customer.lastDay !== null && day > customer.lastDay - 45 ? 0.3 : 1;
    case 'new':
      return 0.4 + Math.min(1.4, (day - customer.firstDay) / 25);
    default:
      return weekend ? 0.8 : 1.05;
  }
}

/** One customer's events of one day: batches of requests per model, and a reading each of storage and seats. */
function* eventsOfDay(customer: DemoCustomer, day: number, startMs: number, days: number, nowMs: number): Generator<NewEvent> {
  const at = startMs + day * DAY_MS;
  const random = chance(37, customer.index, day);
  const busy = busyness(customer, day, new Date(at), days) * wobble(random);
  const requests = customer.dailyRequests * busy;
  const event = (id: string, type: string, subject: string, ms: number, data: object): NewEvent | null =>
    ms > nowMs
      ? null
      : {
          source: SOURCE,
          id: `${customer.key}-${day}-${id}`,
          type,
          subject,
          time: new Date(ms).toISOString(),
          timeGiven: true,
          data: JSON.stringify(data),
          dataschema: null,
          ingestedAt: new Date(Math.min(ms + 2_000, nowMs)).toISOString(),
        };
  const made: (NewEvent | null)[] = [];
  for (const [m, model] of customer.models.entries()) {
    const share = requests * (customer.models.length === 1 ? 1 : ([0.35, 0.5, 0.15][m] ?? 0.2));
    const batches = Math.min(4, Math.max(1, Math.round(share / 400)));
    for (let b = 0; b < batches; b++) {
      const count = Math.round((share / batches) * wobble(random, 0.2));
      if (count === 0) continue;
      const embed = model === 'sonata-embed';
      const input = Math.round(count * (embed ? 420 : 780) * wobble(random, 0.25));
      const output = embed ? 0 : Math.round(count * 210 * wobble(random, 0.25));
      const subject = customer.subjects.length ? (customer.subjects[random() > 0.12 ? 0 : 1] as string) : customer.key;
      const hour = customer.shape === 'office_hours' ? 8 + random() * 10 : random() * 24;
      made.push(
        event(`${m}${b}`, 'llm.usage', subject, at + hour * 3_600_000, {
          model,
          requests: count,
          input_tokens: input,
          output_tokens: output,
        }),
      );
    }
  }
  const gb = customer.storageGb * (0.5 + 0.9 * ((day - customer.firstDay) / days));
  made.push(event('s', 'storage.reading', customer.key, at + 23 * 3_600_000, { gb_hours: (gb * 24).toFixed(3) }));
  const seats = Math.max(1, Math.round(customer.seats * (0.7 + 0.5 * ((day - customer.firstDay) / days))));
  if (day === customer.firstDay || new Date(at).getUTCDay() === 1 || new Date(at).getUTCDate() === 1) {
    made.push(event('u', 'seats.reading', customer.key, at + 6 * 3_600_000, { seats }));
  }
  if (day > days - NEWS_DAYS && customer.dailyRequests > 1_500) {
    const jobs = 1 + Math.floor(random() * 4);
    for (let j = 0; j < jobs; j++)
      made.push(event(`b${j}`, 'batch.finished', customer.key, at + random() * DAY_MS, { seconds: Math.round(random() * 900) }));
  }
  for (const one of made) if (one) yield one;
}

/** All events of the demo from `startMs` to now, in the order in which they happened, in batches of whole days. */
export function* demoEvents(customers: readonly DemoCustomer[], startMs: number, nowMs: number): Generator<NewEvent[]> {
  const days = Math.floor((nowMs - startMs) / DAY_MS) + 1;
  let batch: NewEvent[] = [];
  for (let day = 0; day < days; day++) {
    const here = customers.filter((c) => day >= c.firstDay && (c.lastDay === null || day <= c.lastDay));
    const events = here.flatMap((customer) => [...eventsOfDay(customer, day, startMs, days, nowMs)]);
    batch.push(...events.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)));
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length) yield batch;
}
