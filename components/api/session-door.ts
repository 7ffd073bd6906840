/** Told to the window when the API answers that nobody is signed in, and when the person has signed in again on the page. */
export const SIGNED_OUT = 'ratebook:signed-out';
export const SIGNED_IN = 'ratebook:signed-in';

export interface Credentials {
  email: string;
  password: string;
  code?: string;
}

/** The answer to credentials; `asksCode` when a second factor is to be given with them. */
export type SignInAnswer = { ok: true } | { ok: false; asksCode: boolean; words: string };

const NO_ANSWER = 'The server did not answer. Check your connection and try again.';
const CODE_NEEDED = 'Code needed';

const WORDS: Record<string, string> = {
  CredentialsSignin: 'This e-mail and password do not match an account. Check both and try again.',
  [CODE_NEEDED]: 'Enter the code that your authenticator app shows.',
  'Wrong code': 'Enter the code that the app shows now, or a recovery code.',
  Unavailable: 'Sign-in is not available. Try again in a moment.',
};

/** Returns a sentence for the name of a refusal: "Too many attempts: 90" says how long to wait. */
export function signInWords(refusal: string): string {
  const seconds = /^Too many attempts: (\d+)$/.exec(refusal)?.[1];
  if (seconds === undefined) return WORDS[refusal] ?? 'Signing in failed. Try again in a moment.';
  const minutes = Math.ceil(Number(seconds) / 60);
  return `Too many attempts. Wait ${Number(seconds) < 60 ? `${seconds} seconds` : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`}, then try again.`;
}

/** Sends a form to the door of sessions, with the token that proves it comes from a page of ours, and gives the address it names. */
async function ask(path: string, fields: Record<string, string>): Promise<URL> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  const response = await fetch(`/api/auth/${path}`, { method: 'POST', body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }) });
  const { url } = (await response.json()) as { url: string };
  return new URL(url, window.location.origin);
}

/** Begins a session of the person whose credentials these are. Never throws. */
export async function signIn(credentials: Credentials): Promise<SignInAnswer> {
  try {
    const refusal = (await ask('callback/credentials', { ...credentials })).searchParams.get('error');
    return refusal === null ? { ok: true } : { ok: false, asksCode: refusal === CODE_NEEDED, words: signInWords(refusal) };
  } catch {
    return { ok: false, asksCode: false, words: NO_ANSWER };
  }
}

/** Leaves the page for the single sign-on, which comes back to `target`. */
export async function signInElsewhere(target: string): Promise<void> {
  window.location.assign(await ask('signin/oidc', { callbackUrl: target }));
}

/** Ends the session and opens a page that needs nobody. */
export async function signOutTo(page: string): Promise<void> {
  await ask('signout', { callbackUrl: page });
  window.location.assign(page);
}
