import { describe, expect, test } from 'vitest';
import { problemWords } from './problem-words';

describe('what is said about a failed request', () => {
  test('a problem document speaks for itself, on its own or carried by an error', () => {
    const problem = { status: 409, title: 'Conflict', detail: 'The key is taken.', instance: 'req-1' };
    const words = { title: 'Conflict', detail: 'The key is taken.', requestId: 'req-1', status: 409, worthRetrying: false };
    expect(problemWords(problem)).toEqual(words);
    expect(problemWords(Object.assign(new Error('x'), { status: 409, problem }))).toEqual(words);
  });

  test('no answer is told apart from a refusal, and worth another try', () => {
    expect(problemWords(new TypeError('Failed to fetch'))).toMatchObject({
      title: 'No answer from the server',
      status: null,
      worthRetrying: true,
    });
    expect(problemWords(undefined).status).toBeNull();
  });

  test.each([
    [401, false],
    [403, false],
    [404, false],
    [429, true],
    [500, true],
  ])('%i is worth another try: %s', (status, worth) => {
    const words = problemWords({ status });
    expect(words.worthRetrying).toBe(worth);
    expect(words.detail.length).toBeGreaterThan(10);
  });

  test('the text of an unknown error is not shown', () => {
    expect(JSON.stringify(problemWords(new Error('password=hunter2')))).not.toContain('hunter2');
  });
});
