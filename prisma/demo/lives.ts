import { chance } from './chance';
import type { DemoCustomer } from './customers';

/** Something that is done to the subscription of a customer, on a day after the demo's first. */
export type DemoAct = { customer: string; day: number } & (
  | { kind: 'start'; plan: string }
  | { kind: 'change'; plan: string; phase?: string }
  | { kind: 'cancel' }
  | { kind: 'negotiate'; item: string; percentage: number; reason: string }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'migrate' }
  | { kind: 'add_on'; addOn: string; quantity: number }
);

/** Days after the demo's first on which the versions of the plans go on sale, by plan. */
export interface OnSale {
  /** The first day of each version, in order. */
  [plan: string]: readonly number[];
}

const planOf = ({ dailyRequests }: DemoCustomer): string =>
  dailyRequests > 6_000 ? 'enterprise' : dailyRequests > 500 ? 'pro' : 'starter';

const NEXT: Record<string, string> = { starter: 'pro', pro: 'enterprise' };
const BEFORE: Record<string, string> = { enterprise: 'pro', pro: 'starter' };
/** Every so many customers, one has not subscribed yet. */
const PROSPECT_EVERY = 15;

/**
 * Returns what happened to the customers of the demo, in order of time: the same for the same customers. Growing ones move up, shrinking ones
 * down, churned ones leave and some return; some negotiate, pause, buy add-ons or move to a new version. `days` is the demo's length.
 */
export function demoLives(customers: readonly DemoCustomer[], onSale: OnSale, days: number): DemoAct[] {
  const acts = customers.flatMap((customer) => (customer.index % PROSPECT_EVERY === 7 ? [] : lifeOf(customer, onSale, days)));
  return acts.filter(({ day }) => day < days).toSorted((a, b) => a.day - b.day || (a.customer < b.customer ? -1 : 1));
}

function lifeOf(customer: DemoCustomer, onSale: OnSale, days: number): DemoAct[] {
  const { key, index, shape, firstDay, lastDay } = customer;
  const random = chance(29, index);
  const wanted = planOf(customer);
  // A customer who came before the plan was sold begins on the one below it.
  const first = (onSale[wanted]?.[0] ?? 0) <= firstDay ? wanted : (BEFORE[wanted] ?? wanted);
  const at = (share: number) => firstDay + Math.max(1, Math.floor((days - firstDay) * share));
  const act = <A extends object>(day: number, rest: A) => ({ customer: key, day, ...rest });
  const acts: DemoAct[] = [act(firstDay, { kind: 'start', plan: first } as const)];
  const up = NEXT[first];
  if (shape === 'growing' && up && (onSale[up]?.[0] ?? 0) < at(0.5))
    acts.push(act(at(0.5), { kind: 'change', plan: up, phase: 'standard' } as const));
  const down = BEFORE[first];
  if (shape === 'shrinking' && down) acts.push(act(at(0.6), { kind: 'change', plan: down, phase: 'standard' } as const));
  if (lastDay !== null) {
    acts.push(act(Math.max(firstDay + 1, lastDay - 10), { kind: 'cancel' } as const));
    if (index % 5 === 1 && lastDay + 75 < days) acts.push(act(lastDay + 75, { kind: 'start', plan: 'starter' } as const));
    return acts;
  }
  if (first === 'enterprise' || index % 13 === 4)
    acts.push(
      act(at(0.3), {
        kind: 'negotiate',
        item: first === 'starter' ? 'requests' : 'platform',
        percentage: 10 + 5 * Math.floor(random() * 3),
        reason: 'Agreed for a year',
      } as const),
    );
  if (shape === 'seasonal' && index % 2 === 1) {
    acts.push(act(at(0.4), { kind: 'pause' } as const), act(at(0.4) + 31, { kind: 'resume' } as const));
  }
  if (first === 'pro' && (shape === 'steady' || shape === 'office_hours')) {
    const moved = Math.max(at(0.85), (onSale.pro?.at(-1) ?? 0) + 5);
    acts.push(act(moved, { kind: 'migrate' } as const));
    if (shape === 'office_hours') acts.push(act(moved + 10, { kind: 'add_on', addOn: 'priority_support', quantity: 1 } as const));
  }
  if (index % 23 === 11) acts.push(act(days - 4, { kind: 'cancel' } as const));
  return acts;
}
