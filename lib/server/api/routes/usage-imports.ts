import 'server-only';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import * as op from '@/lib/api/metering/usage-imports';
import { csvLine } from '@/lib/csv';
import { problem } from '@/lib/problem';
import { answerHeaders, CSV_TYPE } from '@/lib/server/api/edge/answer-headers';
import { bind, bindRaw, reply } from '@/lib/server/api/edge/edge';
import { bodyText, input } from '@/lib/server/api/edge/request';
import { turns } from '@/lib/server/core/turns';
import { importUsage } from '@/lib/server/metering/import-file';
import { importOf, rejectedRows } from '@/lib/server/metering/import-record';
import * as imports from '@/lib/server/metering/usage-imports';

/** The beginning of a file that a preview reads. */
const PREVIEW_MAX = 1024 * 1024;

const IMPORTS_AT_ONCE = 16;
let running = 0;
const ownImports = turns({ of: 'imports', running: 3, waiting: 0, retryAfterSeconds: 10 });

export const usageImportRoutes = [
  bindRaw(op.previewUsageImport, async (c, _principal, requestId) => {
    const { query } = await input(c, op.previewUsageImport);
    return reply(op.previewUsageImport, imports.previewUsageImport(await bodyText(c, PREVIEW_MAX), query), requestId);
  }),
  bindRaw(op.createUsageImport, async (c, principal, requestId) => {
    const { query } = await input(c, op.createUsageImport);
    const mapping = imports.readMapping(query.mapping);
    const body = c.req.raw.body as NodeStream<Uint8Array> | null;
    if (!body) throw problem('bad_request', 'Send the file as the body of the request.');
    if (running >= IMPORTS_AT_ONCE)
      throw problem('rate_limited', `${IMPORTS_AT_ONCE} imports are running. Wait for one to end.`, { retryAfterSeconds: 10 });
    const done = await ownImports.take(principal.workspace.id);
    running++;
    try {
      const length = Number(c.req.header('content-length'));
      const file = { name: query.fileName ?? 'upload', bytesTotal: length > 0 ? length : undefined, stream: Readable.fromWeb(body) };
      return reply(op.createUsageImport, await importUsage({ ...principal, requestId }, file, mapping), requestId);
    } finally {
      running--;
      done();
    }
  }),
  bind(op.listUsageImports, (ctx, { query }) => imports.listUsageImports(ctx, query)),
  bind(op.getUsageImport, (ctx, { params }) => imports.getUsageImport(ctx, params.importId)),
  bindRaw(op.getUsageImportRejections, async (c, principal, requestId) => {
    const { params } = await input(c, op.getUsageImportRejections);
    const found = await importOf(principal.workspace.id, params.importId);
    async function* csv() {
      yield csvLine(['line', 'reason', 'content']);
      for await (const rows of rejectedRows(principal.workspace.id, found.id)) {
        yield rows.map((r) => csvLine([String(r.line), r.reason, r.content])).join('');
      }
    }
    const text = Readable.toWeb(Readable.from(csv(), { objectMode: false })) as ReadableStream;
    return new Response(text, {
      headers: {
        ...answerHeaders(requestId, CSV_TYPE),
        'content-disposition': `attachment; filename="rejected-rows-${found.id}.csv"`,
      },
    });
  }),
];
