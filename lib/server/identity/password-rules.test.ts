import { expect, it } from 'vitest';
import { weakness } from './password-rules';

it.each([
  'password1234',
  'Password!2024',
  'passwordpassword',
  '123456789012',
  'qwertyuiopas',
  'aaaaaaaaaaaa',
  'abcabcabcabc',
  'ratebook2026',
  'sunshine!!!!',
])('refuses %s, which is tried first', (password) => expect(weakness(password, 'ada@acme.example')).toBeDefined());

it('refuses the address and its name in a password', () => {
  expect(weakness('ada.lovelace is me', 'ada.lovelace@acme.example')).toMatch('e-mail');
  expect(weakness('my ADA@acme.example!', 'ada@acme.example')).toMatch('e-mail');
});

it('takes sentences and random texts', () => {
  for (const good of ['a kettle of plain words', 'correct horse battery', 'x7Kp-29vq-Lm03-wQ81', 'reads a lot and writes nothing'])
    expect(weakness(good, 'ada@acme.example')).toBeUndefined();
});
