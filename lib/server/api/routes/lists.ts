import 'server-only';
import * as op from '@/lib/api/lists';
import { may } from '@/lib/api/role';
import { problem } from '@/lib/problem';
import { answerHeaders, CSV_TYPE } from '@/lib/server/api/edge/answer-headers';
import { bind, bindRaw } from '@/lib/server/api/edge/edge';
import { queryOf } from '@/lib/server/api/edge/request';
import { whileAllowed } from '@/lib/server/api/edge/while-allowed';
import { run } from '@/lib/server/core/run';
import * as views from '@/lib/server/identity/saved-views';
import { noteAlone } from '@/lib/server/identity/security-log';
import { EXPORTS, exportCsv } from './exports';

export const listRoutes = [
  bind(op.listSavedViews, (ctx, { query }) => views.listSavedViews(ctx, query.list)),
  bind(op.createSavedView, (ctx, { body }) => views.createSavedView(ctx, body)),
  bind(op.updateSavedView, (ctx, { params, body }) => views.updateSavedView(ctx, params.viewId, body)),
  bind(op.deleteSavedView, (ctx, { params }) => views.deleteSavedView(ctx, params.viewId)),
  bindRaw(op.exportList, async (c, principal, requestId) => {
    const list = op.ListName.safeParse(c.req.param('list'));
    if (!list.success) throw problem('not_found', `There is no list "${c.req.param('list')}". Lists: ${op.ListName.options.join(', ')}.`);
    const { op: listed } = EXPORTS[list.data];
    if (listed.permission !== 'none' && listed.permission !== 'session' && !may(principal.role, listed.permission))
      throw problem('forbidden', `The role "${principal.role}" does not include ${listed.permission}.`);
    const search = new URL(c.req.url).searchParams;
    for (const name of [...search.keys()].filter((key) => key.startsWith('page['))) search.delete(name);
    const query = listed.query ? queryOf(search, listed.query) : {};
    // Pages are read one after another: in one snapshot, no row moves from one to the next.
    const { text, now } = await run(principal, { requestId, snapshot: true }, async (ctx) => ({
      text: await exportCsv(ctx, list.data, query as object),
      now: ctx.now,
    }));
    await noteAlone({
      ...{ type: 'export', workspaceId: principal.workspace.id, actor: principal.actor.name, requestId },
      about: `${list.data}, ${Math.max(0, text.split('\n').length - 2)} rows`,
    });
    const answer = new Response(text, {
      headers: {
        ...answerHeaders(requestId, CSV_TYPE),
        'content-disposition': `attachment; filename="${list.data}-${principal.workspace.key}-${now.slice(0, 10)}.csv"`,
      },
    });
    return whileAllowed(c, listed, answer);
  }),
];
