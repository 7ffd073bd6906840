// Ground of npm run fault:ingest: a PostgreSQL on a small disk of its own, behind an address that stays when it is killed, and servers.
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer, type Socket, connect as tcp } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { deploy } from '../scripts/db/deploy.mjs';
import { ensureDatabase, startPostgres } from '../scripts/db/postgres.mjs';
import { appUrl, ensureAppRole, grant } from '../scripts/db/roles.mjs';
import { type Admin, adminOf } from './fault-admin';

const DISK = '512m';

export interface Server {
  port: number;
  child: ChildProcess;
}

export interface FaultGround {
  /** False where no small disk can be made: then none is filled. */
  hasDisk: boolean;
  /** A statement as the owner, on a connection of its own. */
  admin: Admin;
  killPostgres(): void;
  /** Starts PostgreSQL again if it is not running. */
  revivePostgres(): Promise<void>;
  fillDisk(): void;
  emptyDisk(): void;
  startServer(port: number): Promise<Server>;
  stop(): Promise<void>;
}

export async function faultGround(): Promise<FaultGround> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-fault-'));
  chmodSync(folder, 0o711); // PostgreSQL's account walks through it
  const disk = path.join(folder, 'disk');
  mkdirSync(disk);
  const hasDisk = mounted(disk);
  const settings = { max_wal_size: '64MB', min_wal_size: '32MB' };
  const start = () => startPostgres({ data: path.join(disk, 'pg'), settings });
  let postgres = await start();
  const front = frontOf(() => postgres.port);
  await once(front.listening, 'listening');
  const through = (url: string) => {
    const changed = new URL(url);
    changed.port = String(front.port());
    return changed.toString();
  };
  await ensureDatabase(postgres.url(), 'fault');
  await deploy(postgres.url('fault'));
  const owner = new pg.Client(postgres.url('fault'));
  await owner.connect();
  await ensureAppRole(owner, 'fault');
  await grant(owner);
  await owner.end();
  process.env.DATABASE_URL = through(appUrl(postgres.url('fault'), 'fault'));
  process.env.NEXTAUTH_SECRET ||= 'a secret for faults only';
  process.env.LOG_LEVEL ||= 'silent';
  const filler = path.join(disk, 'filler');
  return {
    hasDisk,
    admin: adminOf(() => postgres.url('fault')),
    killPostgres: () => postgres.process.kill('SIGKILL'),
    async revivePostgres() {
      const { process: child } = postgres;
      if (child.exitCode === null && child.signalCode === null && (await answering(postgres.url()))) return;
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL'); // it could not recover while the disk was full
      for (let attempt = 1; ; attempt++) {
        try {
          postgres = await start();
          return;
        } catch (e) {
          if (attempt === 5) throw e;
          await sleep(1_000);
        }
      }
    },
    fillDisk: () => fill(filler),
    emptyDisk: () => rmSync(filler, { force: true }),
    startServer,
    async stop() {
      front.close();
      await postgres.stop();
      if (hasDisk) execFileSync('umount', [disk]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function mounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=0711`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function fill(file: string): void {
  const handle = openSync(file, 'w');
  const block = Buffer.alloc(1024 * 1024);
  try {
    for (;;) if (writeSync(handle, block) < block.length) return;
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'ENOSPC') throw e;
  } finally {
    closeSync(handle);
  }
}

async function answering(url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    client.on('error', () => {}); // told by connect
    try {
      await client.connect();
      await client.query('CREATE TEMP TABLE writable AS SELECT 1');
      return true;
    } catch {
      await sleep(200); // it may be recovering
    } finally {
      await client.end();
    }
  }
  return false;
}

/** An address that leads to whatever port PostgreSQL has at the moment. */
function frontOf(port: () => number) {
  const open = new Set<Socket>();
  const listening = createServer((near) => {
    const far = tcp(port(), '127.0.0.1');
    for (const [a, b] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(a);
      a.on('error', () => b.destroy());
      a.on('close', () => {
        open.delete(a);
        b.destroy();
      });
      a.pipe(b);
    }
  }).listen(0, '127.0.0.1');
  return {
    listening,
    port: () => (listening.address() as { port: number }).port,
    close() {
      listening.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** A server of the API in a process of its own; resolves when it listens. */
async function startServer(port: number): Promise<Server> {
  const child = fork(process.argv[1] as string, ['server', String(port)], { execArgv: process.execArgv });
  await once(child, 'message');
  return { port, child };
}
