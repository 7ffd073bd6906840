import { type APIRequestContext, type BrowserContext, test as base, expect, request } from '@playwright/test';

/** The owner of the demo workspace, whom every start of the tests' server makes. */
export const DEMO = { email: 'demo@ratebook.example', password: 'ratebook-demo' };

/** Base paths of the contract's operations, and of our own. */
export const V3 = '/api/v3/openmeter';
export const V1 = '/api/v1';

const WORKSPACE_COOKIE = 'ratebook-workspace';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Created = { id: string; key: string; name: string };

/** The API as a page would call it. What it refuses is an error of the test, unless `refused` is asked. */
export interface Api {
  get: <T = Created>(path: string) => Promise<T>;
  post: <T = Created>(path: string, body?: unknown) => Promise<T>;
  put: <T = Created>(path: string, body: unknown) => Promise<T>;
  refused: (method: Method, path: string, body?: unknown) => Promise<{ status: number; code: string }>;
}

/** The cookies of a person, got by the door that the sign-in page uses. */
export async function signInAs(baseURL: string, { email, password }: typeof DEMO) {
  const client = await request.newContext({ baseURL });
  const { csrfToken } = await (await client.get('/api/auth/csrf')).json();
  const answer = await client.post('/api/auth/callback/credentials', { form: { csrfToken, email, password, json: 'true' } });
  expect(answer.status(), `signing in as ${email}`).toBe(200);
  const state = await client.storageState();
  await client.dispose();
  return state;
}

export function apiOf(client: APIRequestContext, baseURL: string): Api {
  const send = (method: Method, path: string, body?: unknown) =>
    client.fetch(`${baseURL}${path}`, { method, headers: { origin: baseURL }, ...(body !== undefined && { data: body }) });
  const answered = async (method: Method, path: string, body?: unknown) => {
    const response = await send(method, path, body);
    const told = response.ok() ? '' : await response.text();
    expect(response.ok(), `${method} ${path}: ${response.status()} ${told}`).toBe(true);
    return response.json();
  };
  return {
    get: (path) => answered('GET', path),
    post: (path, body) => answered('POST', path, body),
    put: (path, body) => answered('PUT', path, body),
    refused: async (method, path, body) => {
      const response = await send(method, path, body);
      return { status: response.status(), code: response.ok() ? 'not refused' : (await response.json()).code };
    },
  };
}

/** Invites somebody new and completes the invitation as they would; they can sign in with the password then. */
export async function join(api: Api, baseURL: string, person: { email: string; name: string; role: string; password: string }) {
  const { email, role, name, password } = person;
  const { link } = await api.post<{ link: string }>(`${V1}/invitations`, { email, role });
  const newcomer = await request.newContext({ baseURL });
  const answer = await newcomer.post(`${V1}/invitations/complete`, {
    headers: { origin: baseURL },
    data: { token: link.split('#')[1], name, password },
  });
  expect(answer.ok(), `${email} joins: ${answer.status()} ${await answer.text()}`).toBe(true);
  await newcomer.dispose();
}

/** Makes a workspace of the person who is signed in, empty of all demo data, and goes to it. */
export async function ownWorkspace(context: BrowserContext, baseURL: string, name: string): Promise<Api> {
  const api = apiOf(context.request, baseURL);
  const { key } = await api.post(`${V1}/workspaces`, { name });
  await context.addCookies([{ name: WORKSPACE_COOKIE, value: encodeURIComponent(key), url: baseURL }]);
  return api;
}

type PerTest = { api: Api; unique: (name: string) => string };
type PerWorker = { demoState: Awaited<ReturnType<typeof signInAs>> };

/** A test whose browser is signed in as the demo owner. What it makes is called by names that no other test has. */
export const test = base.extend<PerTest, PerWorker>({
  demoState: [async ({}, use, worker) => use(await signInAs(worker.project.use.baseURL as string, DEMO)), { scope: 'worker' }],
  storageState: async ({ demoState }, use) => use(demoState),
  api: async ({ context, baseURL }, use) => use(apiOf(context.request, baseURL as string)),
  unique: async ({}, use, info) => {
    const tail = `${info.workerIndex}${info.testId.slice(-6).replace(/[^a-z0-9]/g, '')}${Date.now().toString(36).slice(-5)}x`; // never a plural: names that end in s read differently in prices
    await use((name) => `${name}_${tail}`);
  },
});

export { expect };
