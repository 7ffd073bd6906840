import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { canonicalAddress } from '@/lib/address';
import type { SetUpRequest } from '@/lib/api/workspace/session';
import { invalidField, problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { transaction } from '@/lib/server/core/db';
import { env } from '@/lib/server/core/env';
import { newId } from '@/lib/server/core/id';
import { runIn } from '@/lib/server/core/run';
import { hashPassword } from './password';
import { requireStrongPassword } from './password-rules';
import { insertWorkspace, requireTimeZone } from './workspaces';

const SET_UP_LOCK = 4_207_001;

/** Can anybody sign in yet? */
export async function isSetUp(): Promise<boolean> {
  const rows = await transaction({}, (tx) => tx.$queryRaw<{ done: boolean }[]>`SELECT is_set_up() AS done`);
  return rows[0]?.done === true;
}

const alreadySetUp = () => problem('conflict', 'This installation is set up already. Sign in instead.');

/** Checks the set-up token, which only the person who started the installation has seen; it keeps strangers on the network from taking it over. */
function requireToken(given: string): void {
  const expected = env().SET_UP_TOKEN;
  if (expected === undefined) throw problem('forbidden', 'Set SET_UP_TOKEN, or start with npm start, which makes and prints one.');
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  if (!timingSafeEqual(a, b)) throw invalidField('$.token', 'This is not the token that npm start printed.');
}

/** Makes the first workspace and its owner. Of two who try at once, one succeeds. */
export async function setUp(input: z.output<typeof SetUpRequest>, requestId: string): Promise<undefined> {
  if (await isSetUp()) throw alreadySetUp();
  requireToken(input.token);
  requireTimeZone(input.timeZone);
  const email = canonicalAddress(input.email);
  if (email === null) throw invalidField('$.email', 'Use an address of plain letters, such as ada@acme.example.');
  requireStrongPassword(input.password, email);
  const passwordHash = await hashPassword(input.password);
  const workspaceId = newId();
  const userId = newId();
  await transaction({ workspaceId }, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`;
    const rows = await tx.$queryRaw<{ done: boolean }[]>`SELECT is_set_up() AS done`;
    if (rows[0]?.done) throw alreadySetUp();
    const user = await tx.user.create({ data: { id: userId, email, name: input.name, passwordHash } });
    const workspace = await insertWorkspace(tx, workspaceId, { name: input.workspaceName, timeZone: input.timeZone });
    await tx.membership.create({ data: { workspaceId, userId, role: 'owner' } });
    const owner = { actor: { type: 'user' as const, id: userId, name: user.name }, role: 'owner' as const, workspace };
    await runIn(tx, owner, { requestId }, (ctx) =>
      audit(ctx, {
        action: 'workspace.create',
        resourceType: 'workspace',
        resourceId: workspaceId,
        resourceName: workspace.name,
        after: { key: workspace.key, name: workspace.name, timeZone: workspace.timeZone, owner: user.email },
      }),
    );
  });
}
