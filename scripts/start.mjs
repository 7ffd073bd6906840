// npm start (and, with --dev, npm run dev): from a fresh clone to a running Ratebook. Node alone is enough to read as far as the installation.
import { existsSync } from 'node:fs';
import { installDependencies } from './start/dependencies.mjs';
import { address, appEnvironment, dataFolder, enterProject } from './start/environment.mjs';
import { atEnd, interrupted, live, node, Refusal, say } from './start/lifetime.mjs';
import { takeLock } from './start/lock.mjs';
import { assertPortFree, startServer } from './start/serve.mjs';

const SEED = 'prisma/seed.ts';
const development = process.argv.includes('--dev');

await live(async () => {
  enterProject();
  const { port, host, url } = address();
  const dataDir = dataFolder();
  const lock = takeLock(dataDir);
  atEnd(lock.release);
  await assertPortFree(port, host);
  await installDependencies();

  const { buildIfStale, prepareDevelopment } = await import('./start/build.mjs');
  await (development ? prepareDevelopment() : buildIfStale());

  const { isEmpty, openDatabase } = await import('./start/database.mjs');
  const database = await openDatabase(dataDir);
  atEnd(database.stop);
  const { ownerUrl, appUrl } = database;
  lock.update({ ownerUrl, appUrl });
  const env = { ...appEnvironment({ appUrl, url, dataDir }), NODE_ENV: development ? 'development' : 'production' };
  if (process.env.SEED !== 'none' && existsSync(SEED) && (await isEmpty(ownerUrl))) {
    say('Filling the empty database with demo data (SEED=none leaves it empty) …');
    await node(['--conditions=react-server', '--import', 'tsx', SEED], { env: { ...env, DATABASE_ADMIN_URL: ownerUrl } });
  }

  interrupted.throwIfAborted();
  const server = await startServer(development ? ['--dev'] : [], { ...env, PORT: String(port), HOST: host });
  atEnd(server.stop);
  lock.update({ url });
  say(`Ratebook is ready at ${url}`);
  await Promise.race([
    new Promise((stop) => interrupted.addEventListener('abort', stop)),
    server.ended.then((how) => refuse(`The web server ended with ${how}.`)),
    database.ended.then((how) => refuse(`PostgreSQL ended with ${how}.`)),
  ]);
});

function refuse(text) {
  if (!interrupted.aborted) throw new Refusal(text);
}
