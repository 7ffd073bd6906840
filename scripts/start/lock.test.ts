import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
