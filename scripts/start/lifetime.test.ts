import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';

const lifetime = path.join(import.meta.dirname, 'lifetime.mjs');

/** Runs a program of a few lines on lifetime.mjs; `signal` is sent when it has said "up". */
async function program(body: string, signal?: NodeJS.Signals) {
  const source = `import { atEnd, interrupted, live, node, Refusal, say } from ${JSON.stringify(lifetime)}; await live(async () => { ${body} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
      if (signal && said.includes('up\n')) child.kill(signal);
    });
  }
  const [code] = await once(child, 'close');
  return { code, said };
}

const opened = `for (const name of ['first', 'second']) atEnd(() => console.log('closed ' + name));`;

test('what was opened is closed, the latest first, when the program is done', async () => {
  const { code, said } = await program(`${opened} say('done');`);
  expect(code).toBe(0);
  expect(said).toMatch(/done\n.*closed second\nclosed first\n$/s);
});

test('a signal ends what runs and is a good end', async () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const { code, said } = await program(`${opened} await node(['-e', 'console.log("up"); setInterval(() => {}, 1000)']);`, signal);
    expect(said).toContain(`${signal}: stopping`);
    expect(said).toContain('closed second\nclosed first\n');
    expect(code).toBe(0);
  }
});

test('a refusal is a sentence, another error has its stack; both close everything and exit with 1', async () => {
  const refusal = await program(`${opened} throw new Refusal('The cellar is closed.');`);
  expect(refusal).toMatchObject({ code: 1, said: expect.stringMatching(/The cellar is closed\.\n/) });
  expect(refusal.said).not.toContain('    at ');
  expect(refusal.said).toContain('closed first');
  const error = await program(
    `${opened} setTimeout(() => { throw new Error('out of the blue'); }); await new Promise(() => { setInterval(() => {}, 1000); });`,
  );
  expect(error).toMatchObject({ code: 1, said: expect.stringContaining('Error: out of the blue\n') });
  expect(error.said).toContain('closed first');
});

test('a closer that fails does not keep the others from closing', async () => {
  const { code, said } = await program(`${opened} atEnd(() => { throw new Refusal('stuck'); });`);
  expect(code).toBe(1);
  expect(said).toMatch(/stuck\n.*closed second\nclosed first/s);
});

test('a program that fails is told with what it said', async () => {
  const { code, said } = await program(`await node(['-e', 'console.log("no paper"); process.exit(3)'], { quiet: true });`);
  expect(code).toBe(1);
  expect(said).toMatch(/ended with 3\nno paper/);
});

test('what it runs ends with it, even when it is killed outright', async () => {
  const { said } = await program(
    `await node(['-e', 'console.log("pid " + process.pid); setTimeout(() => console.log("up"), 200); setInterval(() => {}, 1000)']);`,
    'SIGKILL',
  );
  const pid = Number(/pid (\d+)/.exec(said)?.[1]);
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => alive(pid)).toBe(false);
});

test('a program that is done ends, though it has a channel to its starter', async () => {
  expect(await program(`await node(['-e', 'console.log("done")']);`)).toMatchObject({ code: 0, said: expect.stringContaining('done') });
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
