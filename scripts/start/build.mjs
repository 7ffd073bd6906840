// The generated database client, the pages (next build) and the server (one file, by esbuild); made again when their sources change.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { node, say } from './lifetime.mjs';

const SCHEMA = 'prisma/schema.prisma';
const CLIENT = 'lib/server/generated/prisma/internal/class.ts';
const STAMP = 'dist/build';
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'server.ts',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
  SCHEMA,
];

function filesOf(entry) {
  if (!existsSync(entry)) return [];
  if (!statSync(entry).isDirectory()) return [entry];
  return readdirSync(entry)
    .sort()
    .flatMap((name) => (name === 'generated' ? [] : filesOf(path.join(entry, name))));
}

/** One hash of everything a build is made of. By content, not by time: a checkout touches files that it does not change. */
function fingerprint() {
  const hash = createHash('sha256').update(process.env.SOURCE_MAPS ?? '');
  for (const file of SOURCES.flatMap(filesOf)) if (!/\.test\.tsx?$/.test(file)) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

const stamped = () => (existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined);

/** The generated client carries the schema it was made from. */
export async function generateClient() {
  const schema = JSON.stringify(readFileSync(SCHEMA, 'utf8'));
  if (existsSync(CLIENT) && readFileSync(CLIENT, 'utf8').includes(schema)) return;
  say('Generating the database client …');
  await node(['node_modules/prisma/build/index.js', 'generate'], { quiet: true });
}

/** server.ts and what it imports of ours in one file; packages stay where npm put them. */
async function bundleServer() {
  const { build } = await import('esbuild');
  await build({
    entryPoints: ['server.ts'],
    outfile: 'dist/server.mjs',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    alias: { 'server-only': './scripts/test/empty.ts' },
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

/** For `npm run dev`: everything but the pages, which Next makes as they are asked for. */
export async function prepareDevelopment() {
  await generateClient();
  await bundleServer();
}

/** Everything, unless it is there already. */
export async function buildIfStale() {
  await generateClient();
  const sources = fingerprint();
  if (stamped() === sources && existsSync('.next/BUILD_ID')) return;
  say(`Building${stamped() ? ', because sources have changed' : ' (first time)'}: about a quarter of a minute …`);
  rmSync(STAMP, { force: true });
  mkdirSync('dist', { recursive: true });
  await node(['node_modules/next/dist/bin/next', 'build'], { env: { ...process.env, NODE_ENV: 'production' } });
  await bundleServer();
  writeFileSync(STAMP, sources); // last: a build that was cut off is made again
}
