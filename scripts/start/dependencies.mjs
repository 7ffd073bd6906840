// Needs nothing but Node: it runs before anything is installed.
import { existsSync, readFileSync } from 'node:fs';
import { node, run, say } from './lifetime.mjs';

/** npm writes this list last, so a cut-off installation has none. */
const INSTALLED = 'node_modules/.package-lock.json';

function missing() {
  if (!existsSync(INSTALLED)) return 'nothing is installed yet';
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const present = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages;
  const skipped = (entry) => entry.optional || entry.devOptional || entry.peer || entry.link;
  const stale = Object.entries(wanted).find(([name, entry]) => name && !skipped(entry) && present[name]?.version !== entry.version);
  return stale && `${stale[0].replace('node_modules/', '')} is not the version that package-lock.json names`;
}

/** Installs what package-lock.json names, unless it is there. */
export async function installDependencies() {
  const reason = missing();
  if (!reason) return;
  say(`Installing dependencies: ${reason}. About half a minute …`);
  const npm = process.env.npm_execpath; // the npm that runs us, if one does
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await (npm ? node([npm, ...args]) : run('npm', args));
}
