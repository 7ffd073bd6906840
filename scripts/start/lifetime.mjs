// A program of ours from its first line to its last: what it says, what it runs, and that everything it opened is closed at its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const LEASH = new URL('./leash.mjs', import.meta.url).href;
const began = performance.now();
const children = new Set();
const closers = [];
const interruption = new AbortController();

/** Aborted by Ctrl-C, SIGTERM and SIGHUP. */
export const interrupted = interruption.signal;

/** A mistake of whoever runs the program, or of the machine: shown as a sentence, without a stack. */
export class Refusal extends Error {}

/** A line on stderr with the seconds since the program began; stdout is left to results. */
export function say(text) {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.error(`[${seconds.padStart(6)} s] ${text}`);
}

/** Called when the program ends, for whatever reason, the latest first. */
export function atEnd(close) {
  closers.push(close);
}

/** Runs a program and waits for it. Its output is shown, or, with `quiet`, only when it fails. */
export async function run(command, args, { env = process.env, quiet = false } = {}) {
  interrupted.throwIfAborted();
  await finish(spawn(command, args, { env, stdio: stdio(quiet) }), [command, ...args]);
}

/** Runs this Node on `args` and waits; the program ends with us, even if we are killed. */
export async function node(args, { env = process.env, quiet = false } = {}) {
  interrupted.throwIfAborted();
  const leash = { ...env, RATEBOOK_LEASH: String(process.pid) };
  const child = spawn(process.execPath, ['--import', LEASH, ...args], { env: leash, stdio: [...stdio(quiet), 'ipc'] });
  await finish(child, ['node', ...args]);
}

const stdio = (quiet) => (quiet ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', 'inherit']);

async function finish(child, words) {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += text));
  children.add(child);
  try {
    const [code, signal] = await once(child, 'close');
    if (code !== 0) throw new Refusal(`${words.join(' ')} ended with ${code ?? signal}\n${said}`.trim());
  } finally {
    children.delete(child);
  }
}

/** The whole program: runs `main`, then the closers, then exits. An interruption is a good end; an error is exit code 1. */
export async function live(main) {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupt(name));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    await main();
  } catch (error) {
    if (!interrupted.aborted) report(error);
  }
  await end();
}

function interrupt(name) {
  if (interrupted.aborted) return; // a terminal sends Ctrl-C to the whole group, and npm may pass it on once more
  say(`${name}: stopping …`);
  interruption.abort();
  for (const child of children) child.kill('SIGTERM');
}

function fail(error) {
  report(error);
  void end();
}

function report(error) {
  process.exitCode = 1;
  if (error instanceof Refusal) say(error.message);
  else console.error(error);
}

async function end() {
  for (let close = closers.pop(); close; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      report(error);
    }
  }
  process.exit();
}
