import { expect, test } from 'vitest';
import { jsonPathSteps } from './json-path';

test.each([
  ['$.tokens', ['tokens']],
  ['$.usage.input_tokens', ['usage', 'input_tokens']],
  ["$['input tokens']", ['input tokens']],
  ['$["a.b"][0].c', ['a.b', '0', 'c']],
  ["$['it\\'s']", ["it's"]],
  ['$.größe', ['größe']],
  ['$.x-y', ['x-y']],
])('%s points at one place', (path, steps) => {
  expect(jsonPathSteps(path)).toEqual(steps);
});

test.each(['tokens', '$', '$.', '$.a..b', '$.a[*]', '$.*', '$.a[?(@.b)]', '$.a[1:2]', '$ .a', "$['a", '$.a b'])('%s does not', (path) => {
  expect(jsonPathSteps(path)).toBeNull();
});
