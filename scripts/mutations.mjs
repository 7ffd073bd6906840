// npm run mutations: breaks the rules of rating one by one, each in a copy of lib, and expects the tests to notice.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

/** Mutations: name, file, and the text that is replaced. */
const mutations = [
  [
    'the end of a tier belongs to the next tier',
    'lib/pricing/graduated.ts',
    'compare(through, tier.above) <= 0',
    'compare(through, tier.above) < 0',
  ],
  [
    'the end of a volume tier belongs to the next tier',
    'lib/pricing/tiers.ts',
    'compare(quantity, tier.upTo) <= 0',
    'compare(quantity, tier.upTo) < 0',
  ],
  ['halves are rounded to even', 'lib/decimal.ts', "if (rounding === 'half_up') return 1;", "if (rounding === 'half_up') return 2;"],
  [
    'free units are taken off before the conversion',
    'lib/rating/pipe.ts',
    'quantity = conversion.convert(quantity);',
    'quantity = conversion.convert(free ? afterFreeUnits(quantity, free) : quantity);',
  ],
  [
    'the maximum looks at the price before the percentage discount',
    'lib/rating/pipe.ts',
    'overMaximum(billed, total, maximum',
    'overMaximum(billed, gross, maximum',
  ],
  ['the minimum is due in every part of a period', 'lib/rating/pipe.ts', 'part.closes ? minimumLine', 'part.opens ? minimumLine'],
  [
    'the minimum counts prices before discounts',
    'lib/rating/pipe.ts',
    'billed = billed.plus(line.total)',
    'billed = billed.plus(line.gross)',
  ],
  [
    'the first tier has no fee without usage',
    'lib/pricing/graduated.ts',
    'const untouched = tier.number === 1 && isZero(through);',
    'const untouched = false;',
  ],
  ['a changed unit price is not reversed', 'lib/rating/cumulative.ts', 'text(line.unitPrice)}', "''}"],
  [
    'billing periods drift after a short month',
    'lib/time.ts',
    'const end = addDuration(anchor, cadence, ++n, timeZone);',
    'const end = addDuration(start, cadence, 1, timeZone);',
  ],
  ['fees without a term are due in arrears', 'lib/pricing/payment-term.ts', "=== 'flat' ? 'in_advance'", "=== 'flat' ? 'in_arrears'"],
  ['what expires last is used first', 'lib/rating/burn-order.ts', 'return expiry(a) - expiry(b)', 'return expiry(b) - expiry(a)'],
  ['overage is forgotten between segments', 'lib/rating/burn-down.ts', 'const due = this.overage.plus(usage);', 'const due = usage;'],
  [
    'a reset keeps more than the maximum rollover',
    'lib/rating/burn-down.ts',
    'held.balance = min(most, max(least, held.balance))',
    'held.balance = max(least, held.balance)',
  ],
  [
    'credits pay lines they are not meant for',
    'lib/rating/credits.ts',
    'credit.features.includes(featureKey)',
    'credit.features.length > 0',
  ],
  ['what is left over in a split goes to the last', 'lib/money.ts', '|| a - b)', '|| b - a)'],
];

const copy = mkdtempSync(path.join(tmpdir(), 'mutations-'));
for (const file of ['lib', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'scripts', 'docs'])
  cpSync(path.join(root, file), path.join(copy, file), { recursive: true });
symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));

const tests = ['lib/rating', 'lib/pricing', 'lib/money.test.ts', 'lib/time.test.ts'];
function testsPass() {
  const run = spawnSync('npx', ['vitest', 'run', '--project', 'unit', '--bail', '1', '--reporter', 'json', ...tests], {
    cwd: copy,
    encoding: 'utf8',
  });
  if (run.status === 0) return { pass: true };
  const report = JSON.parse(run.stdout.slice(run.stdout.indexOf('{"')));
  const failed = report.testResults.flatMap((file) => file.assertionResults).find((test) => test.status === 'failed');
  return { pass: false, by: failed?.fullName ?? 'a file that does not load' };
}

let missed = 0;
try {
  const clean = testsPass();
  if (!clean.pass) throw new Error(`the tests fail before anything is broken: ${clean.by}`);
  for (const [rule, file, from, to] of mutations) {
    const target = path.join(copy, file);
    const source = readFileSync(target, 'utf8');
    if (source.split(from).length !== 2) throw new Error(`"${from}" is not in ${file} exactly once`);
    writeFileSync(
      target,
      source.replace(from, () => to),
    );
    const result = testsPass();
    writeFileSync(target, source);
    if (result.pass) missed++;
    console.log(result.pass ? `MISSED  ${rule}` : `caught  ${rule}\n        by: ${result.by}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`\n${mutations.length - missed} of ${mutations.length} caught`);
process.exitCode = missed > 0 ? 1 : 0;
