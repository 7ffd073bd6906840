import { expect, it } from 'vitest';
import { movesWords } from './moves-words';

const on = (version: number, subscriptions: number) => ({ planId: `p${version}`, version, subscriptions, mrr: [] });

it('says who stays on which version', () => {
  expect(movesWords(3, [on(3, 1200), on(1, 1)])).toContain('1,200 subscribers on version 3, 1 subscriber on version 1 keep their version');
});

it('says that nobody is subscribed, and what it can while it does not know', () => {
  expect(movesWords(undefined, undefined)).toContain('Nobody is subscribed yet');
  expect(movesWords(2, [])).toContain('Nobody is subscribed yet');
  expect(movesWords(2, undefined)).toContain('Everyone on version 2 keeps');
});
