// npm run usage:import -- --file usage.csv --map mapping.json [--workspace KEY]: imports a file of usage, with progress on the terminal.
// Started by scripts/run.mjs, which gives the database of the running instance, or opens the one it would use.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { newId } from '@/lib/server/core/id';
import { importUsage } from '@/lib/server/metering/import-file';
import { readMapping } from '@/lib/server/metering/usage-imports';
import { command } from './start/command';
import { findWorkspace, Refusal } from './start/workspace';

const USAGE = 'usage: npm run usage:import -- --file FILE --map MAPPING.json [--workspace KEY]';

function options() {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { file: option, map: option, workspace: option } });
  const { file, map, workspace } = values;
  if (!file || !map) throw new Refusal(USAGE);
  for (const name of [file, map]) if (!existsSync(name)) throw new Refusal(`There is no file ${name}.`);
  return { file, mapping: readMapping(readFileSync(map, 'utf8')), workspace };
}

async function main(): Promise<void> {
  const { file, mapping, workspace: key } = options();
  const workspace = await findWorkspace(key);
  const { size } = statSync(file);
  const started = performance.now();
  let shown = 0;
  const done = await importUsage(
    { workspace, role: 'owner', actor: { type: 'system', id: 'usage:import', name: 'npm run usage:import' }, requestId: newId() },
    { name: path.basename(file), bytesTotal: size, stream: createReadStream(file) },
    mapping,
    (now) => {
      if (!process.stderr.isTTY && performance.now() - shown < 5_000) return;
      shown = performance.now();
      const percent = Math.min(100, Math.floor((now.bytesRead / Math.max(size, 1)) * 100));
      const text = `${percent} %  ${now.rows} rows: ${now.accepted} accepted, ${now.duplicates} duplicates, ${now.rejected} rejected`;
      process.stderr.write(process.stderr.isTTY ? `\r${text}` : `${text}\n`);
    },
  );
  if (process.stderr.isTTY) process.stderr.write('\n');
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${done.rows} rows in ${seconds.toFixed(1)} s: ${done.accepted} accepted, ${done.duplicates} duplicates, ${done.rejected} rejected (import ${done.id}).`,
  );
  if (done.rejected) console.log(`Why: GET /api/v1/usage-imports/${done.id}/rejections.csv, or the page Events → Import.`);
}

await command(main);
