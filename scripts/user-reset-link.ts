// npm run user:reset-link -- ADDRESS [--without-second-factor]: prints a one-time link that sets a new password of this person.
import { parseArgs } from 'node:util';
import { passwordLink } from '@/lib/server/identity/password-links';
import { command } from './start/command';
import { Refusal } from './start/workspace';

await command(async () => {
  const { values, positionals } = parseArgs({
    options: { 'without-second-factor': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [address, ...more] = positionals;
  if (!address || more.length > 0) throw new Refusal('usage: npm run user:reset-link -- ADDRESS [--without-second-factor]');
  const made = await passwordLink(address, { mailed: false, dropFactor: values['without-second-factor'] });
  if (!made) throw new Refusal(`Nobody has the address ${address}.`);
  console.log(`Opens a new password for ${address}, once, within ${made.minutes} minutes:`);
  console.log(made.link);
});
