import 'server-only';
import type { StartSubscriptionRequest } from '@/lib/api/subscription/acts';
import type { SubscriptionCreate } from '@/lib/api/subscription/shapes';
import { invalidField } from '@/lib/problem';
import type { Ctx } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import type { Customer } from '@/lib/server/generated/prisma/client';
import { customerCurrency, isPricedContent } from '@/lib/subscription/customer-currency';
import { foldLife } from '@/lib/subscription/fold';
import type { Act, AddOnCopy, Life } from '@/lib/subscription/life';
import { requestIssues } from '@/lib/subscription/request-issues';
import { startLife } from '@/lib/subscription/start';
import { neighbourIssues } from '@/lib/subscription/uniqueness';
import { normalizeInstant } from '@/lib/time';
import { addOnRow, commit, type Decided, neighboursOf } from './decided';
import { secondOf } from './record';
import { type ChosenTerms, chosenCustomer, chosenTerms, offeredAddOn, pinsOf, requireAllowed, requireFitting } from './resolve';
import { columnsOf, type Draft } from './save';
import { shownOf } from './view';

type Asked = Omit<StartSubscriptionRequest, 'customer'>;

/** Liberties of a program that moves customers here, which a person has not: a beginning in the past, and a version that is no longer sold. */
export interface Licence {
  backdated?: boolean;
  anyVersion?: boolean;
}

/** Decides the beginning of a subscription. The customer is held. */
export async function decideStart(ctx: Ctx, asked: StartSubscriptionRequest, licence: Licence = {}): Promise<Decided> {
  const customer = await chosenCustomer(ctx, asked.customer);
  const terms = await chosenTerms(ctx, asked);
  await requireFitting(ctx, terms.content, asked.negotiated ?? [], 'negotiated');
  const { others, rule } = await neighboursOf(ctx, customer.id);
  const now = asked.start !== undefined && licence.backdated ? earlier(normalizeInstant(asked.start), secondOf(ctx)) : secondOf(ctx);
  const { settlementMode = terms.settlementMode, costBasisMode = 'dynamic', startingPhase, billingAnchor } = asked;
  const decision = startLife(
    {
      ...{ plan: terms.plan, content: terms.content, settlementMode, costBasisMode, timing: asked.start ?? 'immediate' },
      ...{ anchor: billingAnchor, terms: asked.negotiated ?? [], seats: asked.seats ?? [] },
      ...(startingPhase !== undefined && { startingPhase }),
    },
    { now, timeZone: ctx.workspace.timeZone, planStatus: licence.anyVersion ? null : terms.status, others, rule },
  );
  requireAllowed(decision.issues.map((issue) => (issue.path[0] === 'timing' ? { ...issue, path: ['start'] } : issue)));
  if (!decision.life) throw new Error('a beginning that nothing refuses has a life');
  const id = newId();
  const { life, attached } = withPurchases(ctx, id, decision.life, asked, terms.offered);
  const folded = foldLife(life);
  requireAllowed([...folded.issues.map(({ issue }) => issue), ...neighbourIssues(folded.timeline, others, rule)]);
  const money = await moneyOf(ctx, customer, { ...terms, settlementMode }, costBasisMode);
  const current = newDraft(ctx, { id, customer, life, asked, terms, ...money.columns, attached });
  return {
    ...{ kind: 'create', at: folded.timeline.start, before: null, current, notices: decision.issues },
    ...(money.customerCurrency !== undefined && { customerCurrency: money.customerCurrency }),
  };
}

const earlier = (a: string, b: string): string => (a < b ? a : b);

/** The life with the add-ons and seats that are asked for at its beginning. */
function withPurchases(ctx: Ctx, id: string, life: Life, { addons = [], seats = [] }: Asked, offered: readonly AddOnCopy[]) {
  const { start } = life.start;
  const now = secondOf(ctx);
  const acts: Extract<Act, { kind: 'attach' }>[] = [];
  for (const [i, { addon, quantity }] of addons.entries()) {
    const path = ['addons', i];
    const addOn = offeredAddOn(offered, addon.id, path);
    const soFar = { ...life, acts };
    const request = { kind: 'attach', attachment: addon.id, addOn, quantity } as const;
    const issues = requestIssues(soFar, foldLife(soFar), request, start, now);
    requireAllowed(issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
    const attachment = newId();
    acts.push({ ...request, id: attachment, attachment, at: start, recordedAt: now });
  }
  const folded = foldLife({ ...life, start: { ...life.start, seats: [] } });
  const seated = seats.flatMap(({ item, quantity }, i) =>
    requestIssues(life, folded, { kind: 'seats', item, quantity }, start, now).map((issue) => ({
      ...issue,
      path: ['seats', i, ...issue.path],
    })),
  );
  requireAllowed(seated);
  const attached = acts.map((act, i) => addOnRow(ctx, id, act, addons[i]?.labels));
  return { life: { ...life, acts }, attached };
}

/** The currencies of a subscription and what is pinned of them. */
export async function moneyOf(ctx: Ctx, customer: Pick<Customer, 'currency'>, terms: ChosenTerms, costBasisMode: 'dynamic' | 'pinned') {
  const money = customerCurrency({ currency: terms.content.currency, isPriced: isPricedContent(terms.content) }, customer.currency);
  requireAllowed(money.issues);
  const { invoiceCurrency } = money;
  if (invoiceCurrency === null) throw invalidField('$.customer', 'Give the customer a currency to be invoiced in.');
  const costBasisPins = await pinsOf(ctx, terms, costBasisMode, invoiceCurrency);
  const isNew = customer.currency === null && money.customerCurrency !== null;
  return { columns: { invoiceCurrency, costBasisPins }, ...(isNew && { customerCurrency: money.customerCurrency ?? undefined }) };
}

interface NewDraft {
  id: string;
  customer: Pick<Customer, 'id'>;
  life: Life;
  asked: Pick<Asked, 'name' | 'description' | 'labels' | 'note'>;
  terms: Pick<ChosenTerms, 'content' | 'plan'>;
  invoiceCurrency: string;
  costBasisPins: object[];
  attached: Draft['attached'];
  previousId?: string;
}

/** A subscription that is not stored yet. */
export function newDraft(ctx: Ctx, given: NewDraft): Draft {
  const { id, life, asked, terms, attached } = given;
  const folded = foldLife(life);
  const { start } = life;
  return {
    row: {
      ...columnsOf(life, folded, secondOf(ctx)),
      id,
      workspaceId: ctx.workspace.id,
      customerId: given.customer.id,
      name: asked.name ?? terms.plan?.name ?? 'Custom terms',
      description: asked.description ?? null,
      labels: asked.labels ?? {},
      currency: terms.content.currency,
      invoiceCurrency: given.invoiceCurrency,
      billingCadence: terms.content.billingCadence,
      billingAnchor: new Date(start.anchor),
      settlementMode: start.settlementMode,
      costBasisMode: start.costBasisMode,
      costBasisPins: JSON.parse(JSON.stringify(given.costBasisPins)),
      beginning: JSON.parse(JSON.stringify(start)),
      activeFrom: new Date(start.start),
      previousId: given.previousId ?? null,
      nextId: null,
      revision: 1,
      updatedBy: ctx.actor.name,
      createdAt: new Date(ctx.now),
      updatedAt: new Date(ctx.now),
      deletedAt: null,
    },
    ...{ life, folded, addOns: [...attached], isNew: true, acts: life.acts, attached, note: asked.note },
  };
}

/** Puts a customer on a version of a plan from now on, as the contract has it. */
export async function createSubscription(ctx: Ctx, body: SubscriptionCreate) {
  const decided = await decideStart(ctx, body);
  await commit(ctx, decided);
  return shownOf(decided.current, ctx.now);
}
