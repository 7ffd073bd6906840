// The variables a start is made of; docs/operations.md lists them.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './lifetime.mjs';
import { keptSecret } from './secrets.mjs';

/** Goes to the project's folder and reads `.env` there. Variables that are set already win. */
export function enterProject() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Refusal(`Node ${process.versions.node} is too old: Ratebook needs 20.19 or newer.`);
  process.chdir(path.join(import.meta.dirname, '../..'));
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.env.NEXT_TELEMETRY_DISABLED ??= '1';
}

/** The data folder, made if it is missing. Others may walk through it (PostgreSQL may run as another account); the secrets in it are 0600. */
export function dataFolder() {
  const folder = path.resolve(process.env.DATA_DIR || '.data');
  try {
    makeFolder(folder);
  } catch (error) {
    throw new Refusal(`Cannot make the data folder ${folder}: ${error.message}`);
  }
  return folder;
}

/** Not by mkdir's own `recursive`, which never comes back from a place such as /proc where nothing can be made. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
  chmodSync(folder, 0o711); // whatever the umask
}

export function address() {
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Refusal(`PORT is ${process.env.PORT}: it must be a number from 1 to 65535.`);
  const host = process.env.HOST || '127.0.0.1';
  return { port, host, url: process.env.NEXTAUTH_URL || `http://localhost:${port}` };
}

/** Returns the environment of a program of the app: our environment, with the app's own database role in place of the owner's. */
export function appEnvironment({ appUrl, url, dataDir }) {
  const { DATABASE_APP_URL: _, ...rest } = process.env;
  return {
    ...rest,
    DATABASE_URL: appUrl,
    DATA_DIR: dataDir,
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET || keptSecret(dataDir, 'auth-secret'),
  };
}
