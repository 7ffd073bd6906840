// House rules that no linter knows.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split(
  '\n',
);
const files = tracked.filter((file) => file && existsSync(path.join(root, file)));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const lines = (file: string) => read(file).split('\n');

const code = files.filter((file) => /\.(ts|tsx|mjs|css)$/.test(file));
const pure = code.filter((file) => /^lib\/([^/]+|(pricing|catalog|rating|revenue|api)\/.+)\.ts$/.test(file) && !file.endsWith('.test.ts'));
const text = files.filter((file) => /\.(ts|tsx|mjs|css|md|json|yaml|yml|sql|prisma|sh)$/.test(file) && file !== 'package-lock.json');

/** Every line of `among` that matches, as `file:line: text`. */
function found(among: string[], pattern: RegExp): string[] {
  return among.flatMap((file) => lines(file).flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])));
}

describe('files', () => {
  test('no source file is longer than 400 lines', () => {
    expect(code.filter((file) => lines(file).length > 401)).toEqual([]);
  });

  test('names are in kebab-case and say what is inside', () => {
    const vague =
      /(^|\/)(utils?|helpers?|common|misc|shared|types|constants|hooks|services|repositories|managers?|v\d+|new|old|legacy)(\.[a-z.]+)?(\/|$)/;
    const written = code.filter((file) => !/^(prisma\/migrations|app)\//.test(file));
    expect(written.filter((file) => vague.test(file))).toEqual([]);
    expect(written.filter((file) => /[A-Z_]/.test(file))).toEqual([]);
  });

  test('folders under lib and components are at most two deep', () => {
    expect(code.filter((file) => /^(lib|components)\//.test(file) && file.split('/').length > 4)).toEqual([]);
  });

  test('files of lib/server are marked as such', () => {
    const server = code.filter((file) => /^lib\/server\/.+\.tsx?$/.test(file) && !/\.test\.ts$/.test(file));
    expect(server.filter((file) => !/^import 'server-only';/m.test(read(file)))).toEqual([]);
  });
});

describe('pure folders', () => {
  test('money is rounded in lib/money.ts (on lib/decimal.ts) and nowhere else, and never becomes a float', () => {
    const exact = pure.filter((file) => file !== 'lib/money.ts' && file !== 'lib/decimal.ts');
    expect(found(exact, /\bMath\.round\b|\.toFixed\(|\bparseFloat\(|\bNumber\.parseFloat\b/)).toEqual([]);
  });

  test('quantities and amounts stay decimal strings', () => {
    // A statistic about quantities is none: what it finds is an estimate, of which nobody is billed.
    const statistics = ['lib/catalog/usage-anomaly.ts'];
    expect(
      found(
        pure.filter((file) => file.split('/').length > 2 && !file.startsWith('lib/api/') && !statistics.includes(file)),
        /\bNumber\(/,
      ),
    ).toEqual([]);
  });

  test('there is no clock and no chance', () => {
    expect(found(pure, /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bTemporal\.Now\b|\bcrypto\.(randomUUID|getRandomValues)\b/)).toEqual(
      [],
    );
  });
});

describe('words', () => {
  test('nothing is left open or switched off', () => {
    const marks = /\b(TODO|FIXME)\b|@ts-(ignore|nocheck)|\b(it|test|describe)\.only\(/;
    expect(
      found(
        text.filter((file) => !/tidy\.test\.ts$/.test(file)),
        marks,
      ),
    ).toEqual([]);
  });

  test("no path of anyone's machine is mentioned", () => {
    expect(
      found(
        text.filter((file) => !/tidy\.test\.ts$/.test(file)),
        /\/(work|home|Users)\/[\w.-]+\//,
      ),
    ).toEqual([]);
  });

  test('paths quoted in the documents exist', () => {
    const documents = files.filter((file) => file.endsWith('.md'));
    const missing = documents.flatMap((file) =>
      [...read(file).matchAll(/`((?:app|components|lib|scripts|prisma|docs|e2e|bench)\/[\w./()[\]-]*\w[\w/)\]]*)`/g)]
        .map((match) => match[1] ?? '')
        .filter((quoted) => !existsSync(path.join(root, quoted)))
        .map((quoted) => `${file}: ${quoted}`),
    );
    expect(missing).toEqual([]);
  });

  test('a decision fits on one screen', () => {
    const decisions = files.filter((file) => /^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/.test(file));
    expect(files.filter((file) => file.startsWith('docs/decisions/'))).toEqual(decisions);
    expect(decisions.filter((file) => lines(file).length > 41)).toEqual([]);
  });
});
