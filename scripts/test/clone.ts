// Before each database test file: a copy of the template of its own. The code under test sees what it would see in
// production, DATABASE_URL as the app's role; a test that must set the stage past row-level security uses DATABASE_ADMIN_URL.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { appUrl } from '../db/roles.mjs';
import { TEMPLATE } from './template';

const { adminUrl, appPassword } = inject('postgres');
const name = `test_${randomUUID().replaceAll('-', '')}`;
const admin = new pg.Client(adminUrl);
await admin.connect();
await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
await admin.end();
const owner = new URL(adminUrl);
owner.pathname = `/${name}`;
process.env.DATABASE_ADMIN_URL = owner.toString();
process.env.DATABASE_URL = appUrl(owner.toString(), appPassword);
process.env.NEXTAUTH_SECRET = 'a secret for tests, long enough to be one';
process.env.NEXTAUTH_URL = 'http://localhost:3000';
process.env.SET_UP_TOKEN = 'the token of the tests';
process.env.VERIFY_RESPONSES = '1'; // an answer that breaks its own contract fails the test
process.env.LOG_LEVEL = 'fatal';
