import 'server-only';
import { queryMeter as op } from '@/lib/api/meter-query';
import { transaction } from '../db';
import { queryMeter, resultCsv } from '../meter-query';
import { getMeter } from '../meters';
import { bindRaw, reply } from './edge';
import { input } from './request';

export const meterQueryRoutes = [
  bindRaw(op, async (c, principal, requestId) => {
    const { params, body } = await input(c, op);
    const now = new Date().toISOString();
    const meter = await transaction({ workspaceId: principal.workspace.id }, (tx) =>
      getMeter({ ...principal, now, requestId, tx }, params.meterId),
    );
    const result = await queryMeter(principal.workspace.id, meter, body, now);
    if (!/\btext\/csv\b/i.test(c.req.header('accept') ?? '')) return reply(op, result, requestId);
    return new Response(resultCsv(result, body.groupByDimensions ?? []), {
      headers: { 'content-type': 'text/csv; charset=utf-8', 'x-request-id': requestId, 'cache-control': 'no-store' },
    });
  }),
];
