// The web server's process: started, watched, stopped.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './lifetime.mjs';

const GRACE = 10_000; // longer than the server gives its own requests

/** Refuses a port that another program holds. A server of ours that is on its way out gets three seconds. */
export async function assertPortFree(port, host) {
  for (let attempt = 1; ; attempt++) {
    const error = await tryPort(port, host);
    if (!error) return;
    if (error.code === 'EACCES') throw new Refusal(`Port ${port} needs an administrator: set PORT to one above 1023.`);
    if (error.code !== 'EADDRINUSE') throw new Refusal(`Cannot listen on ${host}, port ${port}: ${error.message}`);
    if (attempt === 10)
      throw new Refusal(`Port ${port} on ${host} is taken by another program. Stop that one, or set PORT to a free port.`);
    await sleep(300);
  }
}

function tryPort(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

/** Starts the server and waits until it answers. Gives `{ ended, stop }`. */
export async function startServer(args, env) {
  // The channel tells the server when we are gone, even by SIGKILL: it must not live on with the port.
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server.mjs', ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal);
  const ready = once(child, 'message').then(() => 'ready');
  const first = await Promise.race([ready, ended]);
  if (first !== 'ready') throw new Refusal(`The web server ended with ${first} before it was ready.`);
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE);
    await ended;
    clearTimeout(timer);
  };
  return { ended, stop };
}
