import 'server-only';
import * as op from '@/lib/api/ingest-sources';
import { problem } from '@/lib/problem';
import { ingest, requireRoom } from '../ingest';
import { readKongLog } from '../kong';
import { bindRaw } from './edge';
import { bodyText } from './request';

export const ingestSourceRoutes = [
  bindRaw(op.ingestKong, async (c, principal, requestId) => {
    const subject = new URL(c.req.url).searchParams.get('subject') ?? undefined;
    if (subject !== undefined && !op.ingestKong.query.safeParse({ subject }).success)
      throw problem('bad_request', 'subject takes a path such as consumer.username.');
    requireRoom(0);
    const text = await bodyText(c);
    await ingest(principal.workspace, readKongLog(text, subject, new Date().toISOString()), text.length);
    return new Response(null, { status: 202, headers: { 'x-request-id': requestId, 'cache-control': 'no-store' } });
  }),
];
