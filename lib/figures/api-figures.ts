import type { PlanStatus } from '../catalog/plan';
import { changePlan } from '../subscription/change';
import { decide } from '../subscription/decide';
import { foldLife, timelineOf } from '../subscription/fold';
import { quantityAt } from '../subscription/lanes';
import type { ActRequest, AddOnCopy, Life, Timing } from '../subscription/life';
import { startLife } from '../subscription/start';
import { type Instant, normalizeInstant } from '../time';
import { type Kinds, kind, NotApplicable } from './figure';
import { contentIn, lifeIn, planIn, refusedBy, type WirePlan } from './subscription-input';

interface ApiInput {
  operation: string;
  /** The situation, in words. */
  given: string;
  request: {
    customer?: { id?: string; key?: string };
    plan?: { id?: string; key?: string; version?: number };
    timing?: Timing;
    quantity?: number;
  };
}

const PLAN: WirePlan = {
  key: 'pro',
  currency: 'USD',
  billing_cadence: 'P1M',
  phases: [{ key: 'main', rate_cards: [{ key: 'fee', billing_cadence: 'P1M', price: { type: 'flat', amount: '10' } }] }],
};

const DATE = /(\d{4}-\d{2}-\d{2})/g;

/** The subscription that a situation speaks of, and the instant it is looked at. */
function situation(given: string): { life: Life; now: Instant } {
  const [start = '2025-01-01', at = '2025-01-10'] = [...given.matchAll(DATE)].map(([date]) => date);
  const life = lifeIn(PLAN, { active_from: `${start}T00:00:00Z` });
  const now = normalizeInstant(/starts tomorrow|scheduled/.test(given) ? '2024-12-31T00:00:00Z' : `${at}T00:00:00Z`);
  if (!/cancell?ed/.test(given)) return { life, now };
  return { life: decide(life, { kind: 'cancel', timing: 'next_billing_cycle' }, { now, id: 'earlier' }).life, now };
}

const answer = (issues: Parameters<typeof refusedBy>[0], status: number) => {
  const refused = refusedBy(issues);
  return refused ? { http_status: refused.status, code: refused.code } : { http_status: status };
};

function createFigures({ given, request }: ApiInput) {
  const { customer, plan } = request;
  const isNamed = (customer?.id ?? customer?.key) !== undefined && (plan?.id ?? plan?.key) !== undefined;
  // A reference that names nothing is refused by its shape, before anything is decided.
  if (!isNamed) return { http_status: 400 };
  const said = [...given.matchAll(/v(\d+) (draft|active|archived|scheduled)/g)].find(([, version]) => version === String(plan?.version));
  const planStatus = (said?.[2] ?? 'active') as PlanStatus;
  const others = /has an active subscription/.test(given)
    ? [{ id: 'other', name: 'Other', timeline: timelineOf(lifeIn(PLAN, { active_from: '2025-01-01T00:00:00Z' })) }]
    : [];
  const begun = startLife(
    { plan: planIn(PLAN), content: contentIn(PLAN), settlementMode: 'credit_then_invoice', costBasisMode: 'dynamic' },
    { now: '2025-01-10T00:00:00Z', timeZone: 'UTC', planStatus, others },
  );
  return answer(begun, 201);
}

function actFigures({ operation, given, request }: ApiInput) {
  const { life, now } = situation(given);
  const { timing = 'immediate' } = request;
  if (operation === 'change-subscription') {
    const next = { plan: planIn(PLAN), content: contentIn(PLAN), settlementMode: 'credit_then_invoice', costBasisMode: 'dynamic' } as const;
    const facts = { now, id: 'act', planStatus: 'active', currentId: 'current', nextId: 'next', ids: [] } as const;
    return answer(changePlan(life, { timing, next, offered: [] }, facts), 200);
  }
  const act: ActRequest = operation === 'cancel-subscription' ? { kind: 'cancel', timing } : { kind: 'continue' };
  return answer(decide(life, act, { now, id: 'act' }), 200);
}

function attachFigures({ given, request }: ApiInput) {
  const { life, now } = situation(given);
  const { quantity = 1, timing = 'immediate' } = request;
  const addOn: AddOnCopy = {
    ...{ id: 'extra', key: 'extra', version: 1, name: 'Extra', currency: 'USD', fromPhase: 'main' },
    instanceType: /single/.test(given) ? 'single' : 'multiple',
    rateCards:
      contentIn({ ...PLAN, phases: [{ key: 'main', rate_cards: [{ ...PLAN.phases[0]?.rate_cards[0], key: 'extra' }] }] }).phases[0]
        ?.rateCards ?? [],
  };
  const attach: ActRequest = { kind: 'attach', attachment: 'a', addOn, quantity, timing };
  const before = /already|second/.test(given) ? decide(life, { ...attach, quantity: 1 }, { now, id: 'earlier' }).life : life;
  const decision = decide(before, attach, { now, id: 'act' });
  const held = foldLife(decision.life).course.addOns[0]?.quantities ?? [];
  return { ...answer(decision, 201), quantity: quantityAt(held, now), timeline_quantities: held.map((entry) => entry.quantity) };
}

const operations: Record<string, (input: ApiInput) => unknown> = {
  'create-subscription': createFigures,
  'cancel-subscription': actFigures,
  'change-subscription': actFigures,
  'unschedule-cancelation': actFigures,
  'create-subscription-addon': attachFigures,
  'list-subscriptions': () =>
    new NotApplicable('Lists are answered by the server, whose tests page through them: nothing is decided here.'),
};

const notServed = ({ operation }: ApiInput) => new NotApplicable(`The operation ${operation} is not served yet.`);

/** Rules for figures of requests about subscriptions, whose situation is told in words. */
export const apiFigures: Kinds = {
  api_status: kind((input: ApiInput) => (operations[input.operation] ?? notServed)(input), {
    takes: (input) => 'operation' in input && typeof input.operation === 'string',
  }),
};
