// npm run catalog:apply -- FILE [--dry-run] [--publish] [--prune] [--workspace KEY]: makes the catalog what a file says, all of it or nothing. Plans
// and add-ons become drafts; --publish publishes them; --prune removes what the
// file does not list and nothing uses, drafts alone, and with --publish also what is on sale. FILE may be - for the standard input.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { CatalogChange, CatalogRemoval } from '@/lib/api/catalog/catalog';
import { isCritical } from '@/lib/catalog/issue-codes';
import { type Issue, ProblemError, wirePath } from '@/lib/problem';
import { applyDocument } from '@/lib/server/document/catalog-apply';
import { readDocument } from '@/lib/server/document/catalog-document';
import { reviewAnswer, reviewDocument } from '@/lib/server/document/catalog-review';
import { removalsOf } from '@/lib/server/document/catalog-trial';
import { asSystem, command } from './start/command';
import { findWorkspace, Refusal } from './start/workspace';

const USAGE = 'usage: npm run catalog:apply -- FILE [--dry-run] [--publish] [--prune] [--workspace KEY]';
const ACTS = { create: 'new', draft: 'next version, as a draft', update: 'changed' } as const;

function tell(changes: readonly CatalogChange[]): void {
  for (const { part, act, version, differences } of changes) {
    console.log(`${act === 'create' ? '+' : '~'} ${part}: ${ACTS[act]}${version === undefined ? '' : ` (version ${version})`}`);
    for (const { sentence } of differences) console.log(`    ${sentence}`);
  }
}

function tellRemovals(removals: readonly CatalogRemoval[]): void {
  for (const { part, act, sentence } of removals)
    console.log(`${act === 'keep' ? '!' : '-'} ${part}: ${act === 'keep' ? 'stays. ' : ''}${sentence}`);
}

function complain(file: string, issues: readonly Issue[]): void {
  for (const issue of issues) {
    const { line, column } = issue.attributes ?? {};
    const place = line === undefined ? file : `${file}:${line}:${column}`;
    console.error(`${place} ${isCritical(issue) ? 'error' : 'warning'} ${wirePath(issue.path)}: ${issue.message} (${issue.code})`);
  }
}

await command(async () => {
  const flag = { type: 'boolean', default: false } as const;
  const options = { 'dry-run': flag, publish: flag, prune: flag, workspace: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new Refusal(USAGE);
  const workspace = await findWorkspace(values.workspace);
  try {
    const wanted = readDocument(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'));
    const { publish } = values;
    const [review, removals] = await asSystem(workspace, 'catalog:apply', async (ctx) => {
      const found = await reviewDocument(ctx, wanted);
      const asked = { listed: wanted.document, publish, archive: publish };
      return [found, values.prune ? await removalsOf(ctx, wanted, found, asked) : undefined] as const;
    });
    const { changes, untouched, base } = reviewAnswer(review, wanted.document);
    tell(changes);
    tellRemovals(removals ?? []);
    if (untouched > 0 && !values.prune)
      console.log(`${untouched} more ${untouched === 1 ? 'thing is' : 'things are'} not in the file and stay as they are.`);
    if (values['dry-run']) {
      complain(file, review.issues);
      if (review.issues.some((issue) => values.publish || isCritical(issue))) process.exitCode = 1;
      const none = changes.length === 0 && !removals?.some(({ act }) => act !== 'keep');
      console.log(none ? 'Nothing would change.' : 'This is what would change. Nothing was changed.');
      return;
    }
    const applied = await asSystem(workspace, 'catalog:apply', (ctx) =>
      applyDocument(ctx, wanted, { publish, base, prune: values.prune ? 'all' : undefined }),
    );
    complain(file, review.issues);
    const removed = (applied.removals ?? []).filter(({ act }) => act !== 'keep').length;
    const done = `Applied to ${workspace.key}: ${changes.length} changes${removed > 0 ? `, ${removed} removed` : ''}.`;
    console.log(changes.length + removed === 0 ? 'Nothing to change.' : done);
    const { published } = applied;
    if (published.length > 0) console.log(`Published: ${published.join(', ')}`);
  } catch (error) {
    if (error instanceof ProblemError) {
      complain(file, error.issues ?? []);
      for (const { field, reason } of error.invalidParameters ?? []) console.error(`${file} error ${field}: ${reason}`);
    }
    throw error;
  }
});
