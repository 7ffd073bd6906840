import 'server-only';
import { dictionary } from '@zxcvbn-ts/language-common';
import { invalidField } from '@/lib/problem';

let common: Set<string> | undefined;

/** About 50,000 passwords that people use most, and words of this product. */
function commonPasswords(): Set<string> {
  common ??= new Set([...dictionary['passwords-common'], 'ratebook', 'password', 'passwort', 'letmein', 'welcome', 'admin', 'qwertyuiop']);
  return common;
}

/** A text that is one part, repeated: "abcabcabc" gives "abc". */
const unit = (text: string): string => /^(.+?)\1+$/.exec(text)?.[1] ?? text;

const RUNS = ['0123456789', '9876543210', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '1234567890'];

/** Says why a password would be guessed early, or gives undefined. Its length is a matter of its shape. */
export function weakness(password: string, email: string): string | undefined {
  const text = password.toLowerCase();
  const local = email.split('@')[0] ?? '';
  if (text.includes(email) || (local.length >= 4 && text.includes(local))) return 'It contains your e-mail address. Choose another one.';
  const bare = text.replace(/^[^a-z]+|[^a-z]+$/g, '');
  const guessed = [text, unit(text), bare, unit(bare), bare.replace(/[^a-z]+/g, '')];
  if (guessed.some((guess) => guess.length > 2 && commonPasswords().has(guess)) || unit(text).length < 4)
    return 'It is among the passwords that are tried first. A sentence of your own is safer.';
  if (RUNS.some((run) => run.repeat(3).includes(text))) return 'It is a run of keys. A sentence of your own is safer.';
  return undefined;
}

/** Refuses a password that would be guessed early; `field` is a wire path. */
export function requireStrongPassword(password: string, email: string, field = '$.password'): void {
  const reason = weakness(password, email);
  if (reason !== undefined) throw invalidField(field, reason);
}
