import 'server-only';
import * as op from '@/lib/api/metering/ingest-mappings';
import { problem } from '@/lib/problem';
import { bind, bindRaw, reply } from '@/lib/server/api/edge/edge';
import { input, usageText } from '@/lib/server/api/edge/request';
import { workspaceNow } from '@/lib/server/core/run';
import { requireRoom, storeEvents } from '@/lib/server/metering/ingest';
import * as mappings from '@/lib/server/metering/ingest-mappings';
import { readMapped } from '@/lib/server/sources/mapped';

export const ingestMappingRoutes = [
  bind(op.listIngestMappings, (ctx, { query }) => mappings.listIngestMappings(ctx, query)),
  bind(op.createIngestMapping, (ctx, { body }) => mappings.createIngestMapping(ctx, body)),
  bind(op.getIngestMapping, (ctx, { params }) => mappings.getIngestMapping(ctx, params.mappingId)),
  bind(op.updateIngestMapping, (ctx, { params, body }) => mappings.updateIngestMapping(ctx, params.mappingId, body)),
  bind(op.deleteIngestMapping, (ctx, { params }) => mappings.deleteIngestMapping(ctx, params.mappingId)),
  bindRaw(op.ingestMapped, async (c, principal, requestId) => {
    const { params } = await input(c, op.ingestMapped);
    const { workspace } = principal;
    requireRoom(0);
    const now = await workspaceNow(principal);
    const mapping = await mappings.mappingOfKey(workspace.id, params.mappingKey);
    const text = await usageText(c);
    const { rows, events, origins, refused } = readMapped(mapping, text, now);
    for (const { index, message } of await storeEvents(workspace, events, text.length)) {
      const origin = origins[index];
      if (origin) refused.push({ ...origin, reasons: [message] });
    }
    refused.sort((a, b) => a.line - b.line);
    const last = refused.at(-1);
    if (last) await mappings.noteRefused(workspace.id, params.mappingKey, refused.length, last, now);
    if (last && refused.length === rows)
      throw problem('validation_failed', `No line became an event. Line ${refused[0]?.line}: ${refused[0]?.reasons.join('; ')}.`);
    const answer = { rows, events: rows - refused.length, refused: refused.length, refusedRows: refused.slice(0, op.REFUSED_SHOWN) };
    return reply(op.ingestMapped, answer, requestId);
  }),
];
