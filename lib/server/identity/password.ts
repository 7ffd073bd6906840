import 'server-only';
import { hash, verify } from '@node-rs/argon2';

// The library's default algorithm is argon2id; cost as OWASP advises for it (19 MiB, 2 passes).
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

let decoy: Promise<string> | undefined;

/** Does the password match? Takes as long for an account that does not exist (no hash) as for one that does. */
export async function checkPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const matches = await verify(stored ?? (await decoy), password);
  return matches && stored !== null && stored !== undefined;
}
