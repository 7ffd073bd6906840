import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { running, takeLock } from './lock.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ratebook-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lockFile = () => path.join(folder, 'instance.json');

test('a second instance is told where the first one is', () => {
  const lock = takeLock(folder);
  lock.update({ url: 'http://localhost:3000' });
  expect(() => takeLock(folder)).toThrow(`already runs on ${folder} (process ${process.pid} at http://localhost:3000)`);
  expect(running(folder)).toMatchObject({ pid: process.pid, url: 'http://localhost:3000' });
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
  expect(running(folder)).toBeUndefined();
});

test('the lock of a process that was killed is taken over', async () => {
  const child = spawn('true');
  await new Promise((ended) => child.once('exit', ended));
  writeFileSync(lockFile(), JSON.stringify({ pid: child.pid, born: '1' }));
  const lock = takeLock(folder);
  expect(running(folder)?.pid).toBe(process.pid);
  lock.release();
});

test('a folder whose instance was killed outright is free at once, also while whoever started that one does not know yet', async () => {
  const program = `import(${JSON.stringify(path.join(import.meta.dirname, 'lock.mjs'))}).then(({ takeLock }) => { takeLock(${JSON.stringify(folder)}); setInterval(() => {}, 1000); })`;
  // The shell becomes a program that never asks how its children ended: the killed one keeps its pid.
  const parent = spawn('sh', ['-c', '"$0" -e "$1" & exec sleep 60', process.execPath, program], { stdio: 'ignore' });
  try {
    const held = await vi.waitUntil(() => running(folder), { timeout: 20_000 });
    expect(() => takeLock(folder)).toThrow(`process ${held.pid}`);
    process.kill(held.pid, 'SIGKILL');
    await vi.waitFor(() => takeLock(folder).release(), { timeout: 2_000, interval: 10 });
    process.kill(held.pid, 0); // it still has its pid, or this test shows nothing
  } finally {
    parent.kill('SIGKILL');
  }
});

test.runIf(process.platform === 'linux')('a process that merely got the same number again does not hold the lock', () => {
  writeFileSync(lockFile(), JSON.stringify({ pid: process.ppid, born: '1' }));
  takeLock(folder).release();
});

test('a lock that was cut off while it was written is taken over', () => {
  writeFileSync(lockFile(), '{"pid": 1');
  takeLock(folder).release();
});

test('only its holder gives a lock back', () => {
  const lock = takeLock(folder);
  writeFileSync(lockFile(), JSON.stringify({ pid: 1, born: '' }));
  lock.release();
  expect(JSON.parse(readFileSync(lockFile(), 'utf8')).pid).toBe(1);
});
