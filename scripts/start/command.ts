// Shared frame of the commands of `npm run`: mistakes told in a sentence, the database closed at the end, and acting as the system.
import { ProblemError } from '@/lib/problem';
import type { Ctx, WorkspaceRef } from '@/lib/server/core/ctx';
import { closeDatabase } from '@/lib/server/core/db';
import { run } from '@/lib/server/core/run';
import { Refusal } from './workspace';

/** Runs a command. A mistake of whoever typed it is one sentence on stderr, anything else comes with its stack; both exit with 1. */
export async function command(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    const isMistake =
      error instanceof Refusal || error instanceof ProblemError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    console.error(isMistake ? (error as Error).message : error);
  } finally {
    await closeDatabase();
  }
}

/** Runs a verb in a workspace, in a transaction of its own, in the name of the command. */
export function asSystem<T>(workspace: WorkspaceRef, name: string, verb: (ctx: Ctx) => Promise<T>): Promise<T> {
  return run({ actor: { type: 'system', id: name, name: `npm run ${name}` }, role: 'owner', workspace }, {}, verb);
}
