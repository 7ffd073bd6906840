// npm run -s catalog:export -- [--workspace KEY] [--parts plans/pro,features/sso] [--as-of INSTANT] [> FILE]: writes the catalog as YAML.
import { parseArgs } from 'node:util';
import { documentText } from '@/lib/catalog/document/document-text';
import { catalogDocument } from '@/lib/server/catalog/catalog-state';
import { chosenParts } from '@/lib/server/document/catalog-promotion';
import { asSystem, command } from './start/command';
import { findWorkspace, Refusal } from './start/workspace';

await command(async () => {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { workspace: option, parts: option, 'as-of': option } });
  const asOf = values['as-of'] === undefined ? undefined : new Date(values['as-of']);
  if (asOf && Number.isNaN(asOf.getTime()))
    throw new Refusal(`--as-of takes an instant such as 2026-11-01T00:00:00Z, not ${values['as-of']}`);
  const workspace = await findWorkspace(values.workspace);
  const all = await asSystem(workspace, 'catalog:export', (ctx) => catalogDocument(ctx, asOf?.toISOString()));
  process.stdout.write(documentText(values.parts ? chosenParts(all, values.parts.split(',')).document : all));
});
