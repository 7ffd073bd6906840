// npm run contract -- FILE [--only catalog,metering,/plans/**,Features]: compares what is served with a contract (OpenAPI 3.0, JSON).
// Needs no server and no database: the document is made from the same operations that a server serves.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareContract, isSelected } from '@/lib/api/contract';
import { routes } from '@/lib/server/api/app';
import { openApiDocument } from '@/lib/server/api/openapi';

const USAGE = 'usage: npm run contract -- FILE [--only catalog,metering,/plans/**,Features]';

/** Selections that have a name. */
const AREAS: Record<string, string[]> = {
  metering: ['/meters/**', '/events'],
  catalog: [
    ...['/features/**', '/plans/**', '/addons/**', '/customers', '/customers/*'],
    ...['/tax-codes/**', '/defaults/**', '/currencies/**', '/llm-cost/**'],
  ],
};

const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
const [file] = positionals;
if (!file || positionals.length > 1) {
  console.error(USAGE);
  process.exit(64);
}
const only = (values.only ?? '').split(',').flatMap((word) => AREAS[word.trim()] ?? (word.trim() ? [word.trim()] : []));
// Through JSON, so that what is compared is what a client reads.
const served = JSON.parse(JSON.stringify(openApiDocument(routes)));
const all = compareContract(JSON.parse(readFileSync(file, 'utf8')), served);
const compared = all.filter((operation) => isSelected(operation, only));
if (compared.length === 0) {
  console.error(`No operation of the contract is named by "${values.only}".`);
  process.exit(64);
}
for (const { operation, differences } of compared) {
  if (!differences) console.log(`✗ ${operation}\n    is not served`);
  else if (differences.length) console.log([`✗ ${operation}`, ...differences.map(({ at, words }) => `    ${at} ${words}`)].join('\n'));
}
const missing = compared.filter(({ differences }) => !differences).length;
const same = compared.filter(({ differences }) => differences?.length === 0).length;
const differing = compared.reduce((sum, { differences }) => sum + (differences?.length ?? 0), 0);
const selection = only.length ? ` of the ${compared.length} selected (the contract has ${all.length})` : ` of ${all.length}`;
console.log(
  `${same}${selection} operations are served as the contract has them; ${missing} missing, ${differing} differences in the others.`,
);
process.exitCode = same === compared.length ? 0 : 1;
