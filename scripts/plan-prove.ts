// npm run plan:prove -- KEY [--version N] [--seed N] [--workspace KEY]: tries every invariant of rating on a stored plan.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { proofOfPlan } from '@/lib/server/previews/plan-proof';
import { asSystem, command } from './start/command';
import { findWorkspace, Refusal } from './start/workspace';

const USAGE = 'usage: npm run plan:prove -- KEY [--version N] [--seed N] [--workspace KEY]';

await command(async () => {
  const option = { type: 'string' } as const;
  const { values, positionals } = parseArgs({ options: { version: option, seed: option, workspace: option }, allowPositionals: true });
  const [key] = positionals;
  if (!key || positionals.length > 1) throw new Refusal(USAGE);
  const whole = (text: string | undefined) => {
    if (text !== undefined && !/^\d{1,9}$/.test(text)) throw new Refusal(`${text} is not a whole number below 1000000000.\n${USAGE}`);
    return text === undefined ? undefined : Number(text);
  };
  const workspace = await findWorkspace(values.workspace);
  const seed = whole(values.seed) ?? randomInt(1, 1_000_000_000);
  const { plan, proofs } = await asSystem(workspace, 'plan:prove', (ctx) =>
    proofOfPlan(ctx, { key, version: whole(values.version) }, seed),
  );
  for (const { sentence, cards, broken } of proofs) {
    const verdict = broken
      ? `BROKEN: ${broken}`
      : cards
        ? `holds on ${cards} rate ${cards === 1 ? 'card' : 'cards'}`
        : 'no rate card it applies to';
    console.log(`${broken ? '✗' : '✓'} ${sentence}: ${verdict}`);
  }
  const broken = proofs.filter((proof) => proof.broken).length;
  console.log(`${plan.name} v${plan.version}, seed ${seed}: ${proofs.length - broken} of ${proofs.length} invariants hold`);
  if (broken) process.exitCode = 1;
});
