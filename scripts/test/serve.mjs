// A whole Ratebook for the browser tests, as `npm start` would start it, on a data folder that is gone afterwards.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atEnd } from '../start/lifetime.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-e2e-'));
chmodSync(folder, 0o711);
atEnd(() => rmSync(folder, { recursive: true, force: true }));
process.env.DATA_DIR = folder;
delete process.env.DATABASE_URL;
await import('../start.mjs');
