import 'server-only';
import { queryFeatureCost as op } from '@/lib/api/metering/feature-cost';
import type { InputOf } from '@/lib/api/operation';
import { bindRaw, type Route, reply } from '@/lib/server/api/edge/edge';
import { authorise, input } from '@/lib/server/api/edge/request';
import type { Principal } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { run } from '@/lib/server/core/run';
import { costGround, queryFeatureCost } from '@/lib/server/metering/feature-cost';

async function ask(principal: Principal, requestId: string, { params, body }: InputOf<typeof op>) {
  const { ground, now } = await run(principal, { requestId }, async (ctx) => ({
    ground: await costGround(ctx, params.featureId),
    now: ctx.now,
  }));
  return queryFeatureCost(principal.workspace.id, ground, body, now);
}

export const featureCostRoutes: Route[] = [
  {
    ...bindRaw(op, async (c, principal, requestId) => reply(op, await ask(principal, requestId, await input(c, op)), requestId)),
    async local(who, given) {
      return { data: await ask(authorise(who, op.permission), newId(), given as InputOf<typeof op>) };
    },
  },
];
