import 'server-only';
import type { Context } from 'hono';
import * as op from '@/lib/api/metering/openmeter';
import { invalidParameters } from '@/lib/invalid-parameters';
import { problem } from '@/lib/problem';
import { answerHeaders, CSV_TYPE, JSON_TYPE } from '@/lib/server/api/edge/answer-headers';
import { bindRaw } from '@/lib/server/api/edge/edge';
import { input, wantsCsv } from '@/lib/server/api/edge/request';
import type { Principal } from '@/lib/server/core/ctx';
import { run } from '@/lib/server/core/run';
import { meterByIdOrKey } from '@/lib/server/metering/meters';
import { openMeterAnswer, openMeterCsv, questionOfSearch } from '@/lib/server/metering/openmeter-query';
import { requireStorable } from '@/lib/storable';
import { takeEvents } from './events';

async function answer(c: Context, principal: Principal, requestId: string, question: op.OpenMeterQuestion) {
  const { meter, now } = await run(principal, { requestId }, async (ctx) => ({
    meter: await meterByIdOrKey(ctx, c.req.param('meterIdOrSlug') ?? ''),
    now: ctx.now,
  }));
  const isCsv = wantsCsv(c);
  const text = await (isCsv ? openMeterCsv : openMeterAnswer)(principal.workspace.id, meter, question, now);
  if (process.env.VERIFY_RESPONSES && !isCsv) op.queryOpenMeter.result.parse(JSON.parse(text));
  return new Response(text, { headers: answerHeaders(requestId, isCsv ? CSV_TYPE : JSON_TYPE) });
}

function questionOf(search: URLSearchParams): op.OpenMeterQuestion {
  for (const [name, value] of search) requireStorable([name, value], name);
  const given = questionOfSearch(search);
  const parsed = op.OpenMeterQuestion.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = invalidParameters(parsed.error.issues, 'query', given);
  throw problem('invalid_parameters', `${faults[0]?.field}: ${faults[0]?.reason}`, { invalidParameters: faults });
}

export const openMeterRoutes = [
  bindRaw(op.ingestOpenMeterEvents, (c, principal, requestId) => takeEvents(c, principal, requestId, { status: 204, foreign: true })),
  bindRaw(op.queryOpenMeter, (c, principal, requestId) => answer(c, principal, requestId, questionOf(new URL(c.req.url).searchParams))),
  bindRaw(op.queryOpenMeterByPost, async (c, principal, requestId) => {
    const { body } = await input(c, op.queryOpenMeterByPost);
    return answer(c, principal, requestId, body);
  }),
];
