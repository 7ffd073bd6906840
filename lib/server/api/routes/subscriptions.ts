import 'server-only';
import type { InputOf, Operation } from '@/lib/api/operation';
import * as acts from '@/lib/api/subscription/acts';
import { listPlanSubscribers } from '@/lib/api/subscription/plan-subscribers';
import * as state from '@/lib/api/subscription/state';
import * as op from '@/lib/api/subscription/subscriptions';
import { getUpcomingInvoice } from '@/lib/api/subscription/upcoming';
import { bind, bindRead, type Route } from '@/lib/server/api/edge/edge';
import type { Ctx } from '@/lib/server/core/ctx';
import * as decide from '@/lib/server/subscriptions/acts';
import type { Decided } from '@/lib/server/subscriptions/decided';
import * as lists from '@/lib/server/subscriptions/lists';
import { createSubscription, decideStart } from '@/lib/server/subscriptions/start';
import * as states from '@/lib/server/subscriptions/state';
import * as verbs from '@/lib/server/subscriptions/verbs';

type Act = Operation & { result: typeof acts.SubscriptionOutcome };

/**
 * Serves an act: it is decided, and saved unless `preview=true` asks what it would come to. Both are one request, one decision and one shape of
 * answer; a preview writes nothing, and counts when its transaction is over.
 */
function bindAct<O extends Act>(operation: O, decided: (ctx: Ctx, input: InputOf<O>) => Promise<Decided>): Route {
  const done = bind<Act>(operation, async (ctx, given) => verbs.apply(ctx, await decided(ctx, given as InputOf<O>)));
  const previewed = bindRead<Act>(operation, async (ctx, given) => verbs.previewOf(ctx, await decided(ctx, given as InputOf<O>)));
  return { ...done, handle: (c, requestId) => (c.req.query('preview') === 'true' ? previewed : done).handle(c, requestId) };
}

export const subscriptionRoutes: Route[] = [
  bind(op.createSubscription, (ctx, { body }) => createSubscription(ctx, body)),
  bind(op.listSubscriptions, (ctx, { query }) => lists.listSubscriptions(ctx, query)),
  bind(op.getSubscription, (ctx, { params }) => verbs.getSubscription(ctx, params.subscriptionId)),
  bind(op.cancelSubscription, (ctx, { params, body }) => verbs.cancelSubscription(ctx, params.subscriptionId, body)),
  bind(op.unscheduleCancelation, (ctx, { params }) => verbs.unscheduleCancelation(ctx, params.subscriptionId)),
  bind(op.changeSubscription, (ctx, { params, body }) => verbs.changeSubscription(ctx, params.subscriptionId, body)),
  bind(op.createSubscriptionAddOn, (ctx, { params, body }) => verbs.createSubscriptionAddOn(ctx, params.subscriptionId, body)),
  bind(op.listSubscriptionAddOns, (ctx, { params, query }) => verbs.listSubscriptionAddOns(ctx, params.subscriptionId, query)),
  bind(op.getSubscriptionAddOn, (ctx, { params }) => verbs.getSubscriptionAddOn(ctx, params.subscriptionId, params.subscriptionAddonId)),
  bind(listPlanSubscribers, (ctx, { params }) => lists.listPlanSubscribers(ctx, params.planId)),
  bind(state.searchSubscriptions, (ctx, { query }) => lists.searchSubscriptions(ctx, query)),
  bind(state.getSubscriptionState, (ctx, { params }) => states.getSubscriptionState(ctx, params.subscriptionId)),
  bindRead(getUpcomingInvoice, (ctx, { params }) => verbs.getUpcomingInvoice(ctx, params.subscriptionId)),
  bind(state.listSubscriptionHistory, (ctx, { params }) => states.listHistory(ctx, params.subscriptionId)),
  bind(state.listScheduledChanges, (ctx, { params }) => states.listScheduledChanges(ctx, params.subscriptionId)),
  bind(acts.updateSubscription, (ctx, { params, body }) => verbs.updateSubscription(ctx, params.subscriptionId, body)),
  bindAct(acts.startSubscription, (ctx, { body }) => decideStart(ctx, body)),
  bindAct(acts.deleteSubscription, (ctx, { params }) => decide.decideDelete(ctx, params.subscriptionId)),
  bindAct(acts.endSubscription, (ctx, { params, body }) => decide.decideCancel(ctx, params.subscriptionId, body)),
  bindAct(acts.continueSubscription, (ctx, { params, body }) => decide.decideContinue(ctx, params.subscriptionId, body)),
  bindAct(acts.switchSubscription, (ctx, { params, body }) => decide.decideChange(ctx, params.subscriptionId, body)),
  bindAct(acts.editSubscription, (ctx, { params, body }) => decide.decideEdit(ctx, params.subscriptionId, body)),
  bindAct(acts.pauseSubscription, (ctx, { params, body }) => decide.decidePause(ctx, params.subscriptionId, body)),
  bindAct(acts.resumeSubscription, (ctx, { params, body }) => decide.decideResume(ctx, params.subscriptionId, body)),
  bindAct(acts.setSeats, (ctx, { params, body }) => decide.decideSeats(ctx, params.subscriptionId, body)),
  bindAct(acts.migrateSubscription, (ctx, { params, body }) => decide.decideMigration(ctx, params.subscriptionId, body)),
  bindAct(acts.restoreSubscription, (ctx, { params, body }) => decide.decideRestore(ctx, params.subscriptionId, body)),
  bindAct(acts.negotiateSubscription, (ctx, { params, body }) => decide.decideNegotiation(ctx, params.subscriptionId, body)),
  bindAct(acts.addSubscriptionAddOn, (ctx, { params, body }) => decide.decideAttach(ctx, params.subscriptionId, body)),
  bindAct(acts.setAddOnQuantity, (ctx, { params, body }) =>
    decide.decideAddOnQuantity(ctx, params.subscriptionId, params.subscriptionAddonId, body),
  ),
  bindAct(acts.cancelScheduledChange, (ctx, { params }) => decide.decideWithdrawal(ctx, params.subscriptionId, params.changeId)),
];
