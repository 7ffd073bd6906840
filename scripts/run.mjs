// node scripts/run.mjs PROGRAM.ts [arguments]: runs a TypeScript program beside the running Ratebook, or, when none runs,
// on the database it would use. The program's own output is all there is on stdout.
import { installDependencies } from './start/dependencies.mjs';
import { address, appEnvironment, dataFolder, enterProject } from './start/environment.mjs';
import { atEnd, live, node, Refusal } from './start/lifetime.mjs';
import { running, takeLock } from './start/lock.mjs';

await live(async () => {
  const [program, ...args] = process.argv.slice(2);
  if (!program) throw new Refusal('usage: node scripts/run.mjs PROGRAM.ts [arguments]');
  enterProject();
  const dataDir = dataFolder();
  const { ownerUrl, appUrl, url } = await database(dataDir);
  const env = { ...appEnvironment({ appUrl, url: url ?? address().url, dataDir }), DATABASE_ADMIN_URL: ownerUrl };
  await node(['--conditions=react-server', '--import', 'tsx', program, ...args], { env });
});

/** The database of the running instance; otherwise it is opened here, and closed at the end. */
async function database(dataDir) {
  const instance = running(dataDir);
  if (instance?.appUrl) return instance;
  const lock = takeLock(dataDir);
  atEnd(lock.release);
  await installDependencies();
  const { generateClient } = await import('./start/build.mjs');
  await generateClient();
  const { openDatabase } = await import('./start/database.mjs');
  const opened = await openDatabase(dataDir);
  atEnd(opened.stop);
  return opened;
}
