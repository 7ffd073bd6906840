// npm start (and, with --dev, npm run dev): from a fresh clone to a running Ratebook. Node alone is enough to read as far as the installation.

import { installDependencies } from './start/dependencies.mjs';
import { address, appEnvironment, dataFolder, enterProject } from './start/environment.mjs';
import { keep } from './start/keep.mjs';
import { atEnd, interrupted, live, node, say } from './start/lifetime.mjs';
import { takeLock } from './start/lock.mjs';
import { keptSecret } from './start/secrets.mjs';
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

  const { inhabitants, openDatabase } = await import('./start/database.mjs');
  const { assertDemoIsHere, DEMO, demoPassword, isKnownPassword } = await import('./start/demo.mjs');
  const database = await openDatabase(dataDir);
  atEnd(database.stop);
  const { ownerUrl, appUrl } = database;
  lock.update({ ownerUrl, appUrl });
  const setUpToken = process.env.SET_UP_TOKEN || keptSecret(dataDir, 'set-up-token');
  const env = {
    ...appEnvironment({ appUrl, url, dataDir }),
    SET_UP_TOKEN: setUpToken,
    NODE_ENV: development ? 'development' : 'production',
  };
  if (process.env.SEED !== 'none' && (await inhabitants(ownerUrl)).empty) {
    assertDemoIsHere(demoPassword(dataDir), host, url);
    say('Filling the empty database with demo data (SEED=none leaves it empty) …');
    await node(['--conditions=react-server', '--import', 'tsx', SEED], {
      env: { ...env, DATABASE_ADMIN_URL: ownerUrl, DEMO_SIGN_IN: demoPassword(dataDir) },
    });
  }

  const before = await inhabitants(ownerUrl);
  const known = before.demo && (await isKnownPassword(before.demo_hash));
  if (known) assertDemoIsHere(DEMO.password, host, url);

  interrupted.throwIfAborted();
  const serve = () => startServer(development ? ['--dev'] : [], { ...env, PORT: String(port), HOST: host });
  const server = keep('The web server', await serve(), serve);
  atEnd(server.stop);
  lock.update({ url });
  say(`Ratebook is ready at ${url}`);
  if (before.empty) say(`Set it up at ${url}/set-up#${setUpToken}`);
  if (before.demo) say(`Demo sign-in: ${DEMO.email}, password ${known ? DEMO.password : demoPassword(dataDir)}`);
  await Promise.race([new Promise((stop) => interrupted.addEventListener('abort', stop)), server.lost, database.lost]);
});
