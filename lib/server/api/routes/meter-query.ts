import 'server-only';
import { queryMeters as everyOp, queryMeter as op } from '@/lib/api/metering/meter-query';
import { getUsageOverview } from '@/lib/api/metering/usage-overview';
import { answerHeaders, CSV_TYPE } from '@/lib/server/api/edge/answer-headers';
import { bind, bindRead } from '@/lib/server/api/edge/edge';
import { wantsCsv } from '@/lib/server/api/edge/request';
import { queryMeter, queryMeters, resultCsv } from '@/lib/server/metering/meter-query';
import { livingMeter } from '@/lib/server/metering/meters';
import { usageOverview } from '@/lib/server/metering/usage-overview';

export const meterQueryRoutes = [
  bind(everyOp, (ctx, { body }) => queryMeters(ctx, body)),
  bind(getUsageOverview, (ctx, { query }) => usageOverview(ctx, query)),
  bindRead(
    op,
    async (ctx, { params, body }) => {
      const meter = await livingMeter(ctx, params.meterId);
      const { now } = ctx;
      return () => queryMeter(ctx.workspace.id, meter, body, now);
    },
    (c, result, { body }, requestId) =>
      wantsCsv(c)
        ? new Response(resultCsv(result, body.groupByDimensions ?? []), { headers: answerHeaders(requestId, CSV_TYPE) })
        : undefined,
  ),
];
