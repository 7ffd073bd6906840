// npm run build: what `npm start` would build, ahead of time (for an image, say).
import { installDependencies } from './start/dependencies.mjs';
import { enterProject } from './start/environment.mjs';

enterProject();
await installDependencies();
const { buildIfStale } = await import('./start/build.mjs');
await buildIfStale();
