import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { answer, testWorkspace } from '@/lib/server/testing/workspace';

const run = promisify(execFile);
const create = (...args: string[]) =>
  run(process.execPath, ['--conditions=react-server', '--import', 'tsx', 'scripts/key-create.ts', ...args]);

it('prints a key that works, as its last line, and says what is missing', async () => {
  const w = await testWorkspace();
  const only = await create('--name', 'CI', '--role', 'editor');
  const secret = only.stdout.trimEnd().split('\n').at(-1) ?? '';
  const headers = { authorization: `Bearer ${secret}` };
  expect((await answer('POST', '/customers', { key: 'a', name: 'A' }, headers)).status).toBe(201);
  expect((await answer('GET', '/api/v1/members', undefined, headers)).status).toBe(403);

  const second = await testWorkspace();
  await expect(create('--name', 'CI', '--role', 'admin')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`${w.key}, ${second.key}`),
  });
  expect((await create('--name', 'CI', '--role', 'admin', '--workspace', second.key)).stdout).toContain(second.key);
  await expect(create('--name', 'CI')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('usage:') });
  await expect(create('--nmae', 'CI')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('--nmae') });
}, 90_000);
