// Sign-in of the demo data: said here, to the seed and at every start.
import { verify } from '@node-rs/argon2';
import { Refusal } from './lifetime.mjs';
import { keptSecret } from './secrets.mjs';

export const DEMO = { email: 'demo@ratebook.example', password: 'ratebook-demo' };

/** The demo's password: the one that everybody knows, or with DEMO_PASSWORD=random one of this installation. */
export const demoPassword = (dataDir) => (process.env.DEMO_PASSWORD === 'random' ? keptSecret(dataDir, 'demo-password') : DEMO.password);

export function isLoopback(host) {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Refuses to put the known password where others can reach it: by the address that is listened on, or the one that people use. */
export function assertDemoIsHere(password, host, url) {
  if (password !== DEMO.password) return;
  const elsewhere = [host, new URL(url).hostname].find((name) => !isLoopback(name));
  if (elsewhere !== undefined)
    throw new Refusal(
      `The demo data has a password that everybody knows, and ${elsewhere} is not this machine alone. Set SEED=none for an empty start or\n` +
        'DEMO_PASSWORD=random for a password of your own; npm run demo:remove removes demo data that is there.',
    );
}

/** The password of a demo that is there already: the known one or another. */
export const isKnownPassword = (hash) => hash !== null && verify(hash, DEMO.password);
