import 'server-only';
import { queryMeter as op } from '@/lib/api/meter-query';
import type { InputOf } from '@/lib/api/operation';
import { getUsageOverview } from '@/lib/api/usage-overview';
import type { Principal } from '../ctx';
import { transaction } from '../db';
import { newId } from '../id';
import { queryMeter, resultCsv } from '../meter-query';
import { getMeter } from '../meters';
import { usageOverview } from '../usage-overview';
import { bind, bindRaw, type Route, reply } from './edge';
import { authorise, input } from './request';

async function ask(principal: Principal, requestId: string, { params, body }: InputOf<typeof op>) {
  const now = new Date().toISOString();
  const meter = await transaction({ workspaceId: principal.workspace.id }, (tx) =>
    getMeter({ ...principal, now, requestId, tx }, params.meterId),
  );
  return queryMeter(principal.workspace.id, meter, body, now);
}

export const meterQueryRoutes: Route[] = [
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
