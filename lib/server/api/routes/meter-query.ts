import 'server-only';
import { queryMeters as everyOp, queryMeter as op } from '@/lib/api/metering/meter-query';
import { getUsageOverview } from '@/lib/api/metering/usage-overview';
import type { InputOf } from '@/lib/api/operation';
import { bind, bindRaw, type Route, reply } from '@/lib/server/api/edge/edge';
import { authorise, input } from '@/lib/server/api/edge/request';
import type { Principal } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { run } from '@/lib/server/core/run';
import { queryMeter, queryMeters, resultCsv } from '@/lib/server/metering/meter-query';
import { livingMeter } from '@/lib/server/metering/meters';
import { usageOverview } from '@/lib/server/metering/usage-overview';

async function ask(principal: Principal, requestId: string, { params, body }: InputOf<typeof op>) {
  const { meter, now } = await run(principal, { requestId }, async (ctx) => ({
    meter: await livingMeter(ctx, params.meterId),
    now: ctx.now,
  }));
  return queryMeter(principal.workspace.id, meter, body, now);
}

export const meterQueryRoutes: Route[] = [
  bind(everyOp, (ctx, { body }) => queryMeters(ctx, body)),
  bind(getUsageOverview, (ctx, { query }) => usageOverview(ctx, query)),
  {
    ...bindRaw(op, async (c, principal, requestId) => {
      const given = await input(c, op);
      const result = await ask(principal, requestId, given);
      if (!/\btext\/csv\b/i.test(c.req.header('accept') ?? '')) return reply(op, result, requestId);
      return new Response(resultCsv(result, given.body.groupByDimensions ?? []), {
        headers: { 'content-type': 'text/csv; charset=utf-8', 'x-request-id': requestId, 'cache-control': 'no-store' },
      });
    }),
    async local(who, given) {
      return { data: await ask(authorise(who, op.permission), newId(), given as InputOf<typeof op>) };
    },
  },
];
