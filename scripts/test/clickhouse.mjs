// The ClickHouse of the tests: an engine that runs in their process, in a package of its own, since Ratebook itself does not need it.
import { existsSync } from 'node:fs';
import { node, run, say } from '../start/lifetime.mjs';

const FOLDER = 'scripts/test/clickhouse';

/** Installs the engine when it is not there. Where it cannot be (no network, another kind of machine), its tests are skipped, and say so. */
export async function installClickHouse() {
  if (existsSync(`${FOLDER}/node_modules/.package-lock.json`)) return; // npm writes it last
  say('Installing ClickHouse for the tests (about 550 MB) …');
  const npm = process.env.npm_execpath;
  // Not `npm ci`: it insists on the packages of other kinds of machine being in the lock, which a registry need not have.
  const args = ['install', '--no-save', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await (npm ? node([npm, ...args]) : run('npm', args));
  } catch (e) {
    say(`ClickHouse cannot be installed, so the tests of that store are skipped: ${e.message}`);
  }
}
