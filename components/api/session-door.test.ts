import { afterEach, expect, test, vi } from 'vitest';
import { signIn, signInWords } from './session-door';

afterEach(() => vi.unstubAllGlobals());

/** Answers the door's two requests: the token, then the address it names. */
function door(url: string) {
  const sent: { path: string; body?: string }[] = [];
  vi.stubGlobal('window', { location: { origin: 'http://localhost' } });
  vi.stubGlobal('fetch', async (path: string, init?: { body?: URLSearchParams }) => {
    sent.push({ path, ...(init?.body && { body: init.body.toString() }) });
    return { json: async () => (path.endsWith('/csrf') ? { csrfToken: 'token' } : { url }) };
  });
  return sent;
}

const credentials = { email: 'a@b.example', password: 'of some length' };

test('credentials are sent with the token of the page', async () => {
  const sent = door('http://localhost/');
  expect(await signIn(credentials)).toEqual({ ok: true });
  expect(sent.map(({ path }) => path)).toEqual(['/api/auth/csrf', '/api/auth/callback/credentials']);
  expect(sent[1]?.body).toBe('email=a%40b.example&password=of+some+length&csrfToken=token&json=true');
});

test('a refusal is told in words, and asks for the code when a second factor is needed', async () => {
  door('http://localhost/sign-in?error=Code%20needed');
  expect(await signIn(credentials)).toMatchObject({ ok: false, asksCode: true });
  door('http://localhost/sign-in?error=CredentialsSignin');
  expect(await signIn(credentials)).toMatchObject({ ok: false, asksCode: false, words: expect.stringContaining('do not match') });
});

test('a door that does not answer is told as such', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('fetch failed');
  });
  expect(await signIn(credentials)).toMatchObject({ ok: false, words: expect.stringContaining('did not answer') });
});

test.each([
  ['Too many attempts: 30', 'Wait 30 seconds'],
  ['Too many attempts: 60', 'Wait 1 minute,'],
  ['Too many attempts: 90', 'Wait 2 minutes,'],
  ['Something else', 'Signing in failed'],
])('%s says how to go on', (refusal, words) => {
  expect(signInWords(refusal)).toContain(words);
});
