// npm run figures -- FILE...: answers worked figures by the rules of the product and says which are exact. Needs no database.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Figure, judge, type Verdict } from '@/lib/figures/figure';
import { everyKind } from '@/lib/figures/tables';

const USAGE = 'usage: npm run figures -- FILE... [--kind KIND] [--id TEXT]';

const option = { type: 'string' } as const;
const { values, positionals } = parseArgs({ options: { kind: option, id: option }, allowPositionals: true });
if (positionals.length === 0) {
  console.error(USAGE);
  process.exit(2);
}

/** The figures of a file; ends the program when it holds none. */
function figuresIn(file: string): Figure[] {
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const isFigure = (value: unknown): value is Figure =>
    typeof value === 'object' && value !== null && ['id', 'kind', 'input', 'expected'].every((field) => Object.hasOwn(value, field));
  if (Array.isArray(read) && read.every(isFigure)) return read;
  console.error(`${file} holds no figures: a list of {id, kind, input, expected} is expected.\n${USAGE}`);
  process.exit(2);
}

type Sums = Record<Verdict['result'], number>;
const byKind = new Map<string, Sums>();
const sums: Sums = { exact: 0, wrong: 0, not_applicable: 0 };
const shown = (value: unknown) => JSON.stringify(value) ?? 'nothing';

for (const file of positionals) {
  for (const figure of figuresIn(file)) {
    if (values.kind && figure.kind !== values.kind) continue;
    if (values.id && !figure.id.includes(values.id)) continue;
    const verdict = judge(figure, everyKind);
    const ofKind = byKind.get(figure.kind) ?? { exact: 0, wrong: 0, not_applicable: 0 };
    byKind.set(figure.kind, ofKind);
    ofKind[verdict.result]++;
    sums[verdict.result]++;
    if (verdict.result === 'wrong') {
      console.log(`✗ ${figure.id} (${figure.kind})`);
      for (const { path, want, got } of verdict.mismatches) console.log(`    ${path || 'answer'}: want ${shown(want)}, got ${shown(got)}`);
    }
    if (verdict.result === 'not_applicable') console.log(`– ${figure.id} (${figure.kind}): ${verdict.reason}`);
  }
}

console.log(`${'kind'.padEnd(32)}${'exact'.padStart(7)}${'wrong'.padStart(7)}${'not applicable'.padStart(16)}`);
const row = (name: string, { exact, wrong, not_applicable }: Sums) =>
  console.log(`${name.padEnd(32)}${String(exact).padStart(7)}${String(wrong).padStart(7)}${String(not_applicable).padStart(16)}`);
for (const [name, counts] of byKind) row(name, counts);
row(`all ${sums.exact + sums.wrong + sums.not_applicable}`, sums);
// Nothing tried is nothing proved.
if (sums.wrong > 0 || sums.exact + sums.not_applicable === 0) process.exitCode = 1;
