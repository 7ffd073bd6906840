import { expect, test } from 'vitest';
import { librariesOf, libraryOf } from './script-libraries';

test.each([
  ['turbopack:///[project]/node_modules/zod/v4/core/util.js', 'zod'],
  ['node_modules/next/node_modules/@swc/helpers/esm/_.js', '@swc/helpers'],
  ['node_modules/next/dist/compiled/react-dom/cjs/react-dom-client.production.js', 'react'],
  ['node_modules/next/dist/client/link.js', 'next'],
  ['turbopack:///[project]/components/ui/button.tsx', 'components'],
  ['[turbopack]/runtime.ts', 'other'],
])('%s belongs to %s', (source, library) => {
  expect(libraryOf(source)).toBe(library);
});

test('each character belongs to the source that stands last before it, in the sections of a map too', () => {
  // Columns 0 and 4 of the first line, column 2 of the second: sources 0, 1 and 0.
  const map = { sources: ['node_modules/zod/a.js', 'components/b.tsx'], mappings: 'AAAA,ICAA;EDAA' };
  const script = 'zzzzbb\n--zzz';
  expect(librariesOf(script, map)).toEqual(
    new Map([
      ['zod', 7],
      ['components', 2],
    ]),
  );
  const section = { offset: { line: 1, column: 0 }, map };
  expect(librariesOf(`runtime\n${script}`, { sections: [section] })).toEqual(librariesOf(script, map));
});
