// One instance per data folder. The lock is a file that names the process; a process that is gone holds nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './lifetime.mjs';

const file = (dataDir) => path.join(dataDir, 'instance.json');

/**
 * When the process began, by the kernel's clock: pids are used again, this pair is not. Undefined when it has ended, also while whoever started it
 * has not asked how: such a process still has its pid. Empty where nothing tells.
 */
function birth(pid) {
  const [state, born] = (process.platform === 'linux' ? inProc(pid) : byPs(pid)) ?? [];
  return /^[ZX]/.test(state ?? '') ? undefined : (born ?? '');
}

function inProc(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return [fields[0], fields[19]];
  } catch {
    return undefined; // it is gone, or belongs to someone who hides it
  }
}

function byPs(pid) {
  const { stdout, status } = spawnSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  const [, state, born] = (status === 0 && /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout)) || [];
  return state && [state, born];
}

function alive({ pid, born }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false; // EPERM: it lives, as another account
  }
  return birth(pid) === born;
}

function read(name) {
  try {
    return JSON.parse(readFileSync(name, 'utf8'));
  } catch {
    return undefined; // there is none, or a crash cut it short
  }
}

/** The instance that runs on this folder, with its addresses, or undefined. */
export function running(dataDir) {
  const holder = read(file(dataDir));
  return holder && alive(holder) ? holder : undefined;
}

/** Takes the folder or refuses. Gives `update`, which adds facts to the lock, and `release`. */
export function takeLock(dataDir) {
  const mine = { pid: process.pid, born: birth(process.pid) };
  const name = file(dataDir);
  const write = (target, facts) => writeFileSync(target, JSON.stringify(facts), { mode: 0o600 });
  const draft = `${name}.${process.pid}`;
  try {
    write(draft, mine);
  } catch (error) {
    throw new Refusal(`Cannot write in the data folder ${dataDir}: ${error.message}`);
  }
  while (!link(draft, name)) {
    const holder = running(dataDir);
    if (holder) {
      rmSync(draft);
      const at = holder.url ? ` at ${holder.url}` : '';
      throw new Refusal(`Ratebook already runs on ${dataDir} (process ${holder.pid}${at}). Stop it, or set DATA_DIR to another folder.`);
    }
    discard(name);
  }
  rmSync(draft);
  return {
    update(facts) {
      write(draft, Object.assign(mine, facts));
      renameSync(draft, name);
    },
    release() {
      if (read(name)?.pid === process.pid) rmSync(name);
    },
  };
}

/** A hard link either makes the name, whole, or finds it taken. */
function link(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a dead lock away. If another process has put its own there meanwhile, that one goes back. */
function discard(name) {
  const aside = `${name}.stale.${process.pid}`;
  try {
    renameSync(name, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const holder = read(aside);
  if (holder && alive(holder) && !existsSync(name)) link(aside, name);
  rmSync(aside);
}
