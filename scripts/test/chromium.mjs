// The browser of the browser tests: one that the machine has, or Debian's.
import { existsSync } from 'node:fs';
import { Refusal, run, say } from '../start/lifetime.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of the browser: what CHROMIUM names, or the first of the usual places; undefined when there is none. */
export function findChromium() {
  return process.env.CHROMIUM || PLACES.find(existsSync);
}

export async function requireChromium() {
  if (findChromium()) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Refusal('The browser tests need Chromium or Chrome: install one (apt-get install chromium), or set CHROMIUM to its path.');
  say('Installing chromium …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env, quiet: true });
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], { env, quiet: true });
}
