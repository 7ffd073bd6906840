import 'server-only';
import type { z } from 'zod';
import type { SetUpRequest } from '@/lib/api/workspace/session';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { transaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { hashPassword } from './password';
import { insertWorkspace, requireTimeZone } from './workspaces';

const SET_UP_LOCK = 4_207_001;

/** Can anybody sign in yet? */
export async function isSetUp(): Promise<boolean> {
  const rows = await transaction({}, (tx) => tx.$queryRaw<{ done: boolean }[]>`SELECT is_set_up() AS done`);
  return rows[0]?.done === true;
}

/** Makes the first workspace and its owner. Of two who try at once, one succeeds. */
export async function setUp(input: z.output<typeof SetUpRequest>, requestId: string): Promise<undefined> {
  requireTimeZone(input.timeZone);
  const passwordHash = await hashPassword(input.password);
  const workspaceId = newId();
  const userId = newId();
  await transaction({ workspaceId }, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`;
    const rows = await tx.$queryRaw<{ done: boolean }[]>`SELECT is_set_up() AS done`;
    if (rows[0]?.done) throw problem('conflict', 'This installation is set up already. Sign in instead.');
    const user = await tx.user.create({ data: { id: userId, email: input.email.toLowerCase(), name: input.name, passwordHash } });
    const workspace = await insertWorkspace(tx, workspaceId, { name: input.workspaceName, timeZone: input.timeZone });
    await tx.membership.create({ data: { workspaceId, userId, role: 'owner' } });
    const ctx = {
      actor: { type: 'user' as const, id: userId, name: user.name },
      role: 'owner' as const,
      workspace,
      now: new Date().toISOString(),
      requestId,
      tx,
    };
    await audit(ctx, {
      action: 'workspace.create',
      resourceType: 'workspace',
      resourceId: workspaceId,
      resourceName: workspace.name,
      after: { key: workspace.key, name: workspace.name, timeZone: workspace.timeZone, owner: user.email },
    });
  });
}
