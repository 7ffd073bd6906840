// House rules that no linter knows.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split(
  '\n',
);
const files = tracked.filter((file) => file && existsSync(path.join(root, file)));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const lines = (file: string) => read(file).split('\n');

const code = files.filter((file) => /\.(ts|tsx|mjs|css)$/.test(file));
const pure = code.filter(
  (file) =>
    /^lib\/([^/]+|(pricing|metering|catalog|subscription|rating|entitlement|credit|notification|billing|revenue|figures|api)\/.+)\.ts$/.test(
      file,
    ) && !file.endsWith('.test.ts'),
);
const text = files.filter((file) => /\.(ts|tsx|mjs|css|md|json|yaml|yml|sql|prisma|sh)$/.test(file) && file !== 'package-lock.json');

/** Every line of `among` that matches, as `file:line: text`. */
function found(among: string[], pattern: RegExp): string[] {
  return among.flatMap((file) => lines(file).flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])));
}

/** Every folder that reaches itself over what it imports, with the shortest way back. */
function circles(uses: Map<string, Set<string>>): string[] {
  return [...uses.keys()].flatMap((start) => {
    const ways = new Map([...(uses.get(start) ?? [])].map((next) => [next, [start, next]]));
    for (const [folder, way] of ways) {
      if (folder === start) return [way.join(' → ')];
      for (const next of uses.get(folder) ?? []) if (!ways.has(next)) ways.set(next, [...way, next]);
    }
    return [];
  });
}

describe('files', () => {
  test('every package of the lockfile carries its checksum, and none an address', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { integrity?: string; resolved?: string }> };
    const installed = Object.entries(packages).filter(([name]) => name !== '');
    expect(installed.filter(([, entry]) => !/^sha512-/.test(entry.integrity ?? '')).map(([name]) => name)).toEqual([]);
    expect(installed.filter(([, entry]) => entry.resolved !== undefined).map(([name]) => name)).toEqual([]);
  });

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

  test('folders under lib and components are at most two deep, under lib/server three', () => {
    const deep = (file: string) => file.split('/').length > (file.startsWith('lib/server/') ? 5 : 4);
    expect(code.filter((file) => /^(lib|components)\//.test(file) && deep(file))).toEqual([]);
  });

  test('a folder has at most about forty source files, the parts of screens in components/ui apart', () => {
    const count = new Map<string, number>();
    for (const file of code.filter((name) => /^(lib|components)\//.test(name) && !/\.test\./.test(name)))
      count.set(path.dirname(file), (count.get(path.dirname(file)) ?? 0) + 1);
    expect([...count].filter(([folder, files]) => files > 42 && folder !== 'components/ui')).toEqual([]);
  });

  test('folders under lib and components do not import each other in a circle', () => {
    const uses = new Map<string, Set<string>>();
    for (const file of code.filter((name) => /^(lib|components)\//.test(name) && !/\.test\./.test(name))) {
      const from = path.dirname(file);
      for (const [, target = ''] of read(file).matchAll(/(?:from |import\()'@\/((?:lib|components)\/[^']+)'/g)) {
        const to = path.dirname(target);
        if (to !== from && !to.includes('/generated/')) uses.set(from, (uses.get(from) ?? new Set()).add(to));
      }
    }
    expect(circles(uses)).toEqual([]);
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
    const statistics = ['lib/metering/usage-anomaly.ts', 'lib/revenue/statistics/estimate.ts'];
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

/** Functions that are longer than they may be, with their length: none is added, and none grows. */
const LONG: Record<string, number> = {
  'bench/fault-ingest.ts main': 117,
  'bench/fault-start.ts faultsUnderStart': 80,
  'components/draft/merge.ts mergePlans': 77,
  'components/draft/use-autosave.ts useAutosave': 141,
  'components/plan-editor/bulk-form.tsx BulkForm': 125,
  'components/plan-editor/draft-editor.tsx DraftEditor': 171,
  'components/plan-editor/outline.tsx Outline': 129,
  'components/plans/offer-dialog.tsx OfferDialog': 154,
  'components/plans/plan-offers.tsx PlanOffers': 127,
  'components/pricing/tier-table.tsx TierTable': 155,
  'components/sources/source-setups.ts sourceSetups': 81,
};

/** Every function of a file with its length in lines, and how long it may be. */
function functionsOf(file: string): { name: string; length: number; most: number }[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : undefined);
  const all: { name: string; length: number; most: number }[] = [];
  const line = (at: number) => source.getLineAndCharacterOfPosition(at).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node)) {
      const owner = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
      const name = owner?.getText() ?? '';
      all.push({
        name,
        length: line(node.getEnd()) - line(node.getStart()) + 1,
        most: file.endsWith('.tsx') && /^[A-Z]/.test(name) ? 120 : 70,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return all;
}

describe('shapes of code', () => {
  test('a function has at most 70 lines, a component 120', () => {
    const written = code.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.test\.tsx?$|^e2e\//.test(file));
    const long = written.flatMap((file) =>
      functionsOf(file)
        .filter(({ length, most }) => length > most)
        .map(({ name, length }) => [`${file} ${name}`, length] as const),
    );
    expect(long.filter(([name, length]) => length > (LONG[name] ?? 0))).toEqual([]);
    expect(Object.keys(LONG).filter((name) => !long.some(([found]) => found === name))).toEqual([]);
  });

  test('the context of a verb is made by the runner alone', () => {
    const others = code.filter(
      (file) => /^(lib|scripts|prisma|bench)\//.test(file) && !/^lib\/(server\/core\/run|tidy\.test)\.ts$/.test(file),
    );
    expect(found(others, /: Ctx = \{|\bas Ctx\b|satisfies Ctx\b|\bctx\.now = /)).toEqual([]);
  });

  test('the wall clock is read in these places alone: the runner, sessions and keys, jobs and logs, and where something takes time', () => {
    const places = [
      /^lib\/server\/core\/run\.ts$/,
      /^lib\/server\/(identity|jobs|outbox|testing)\//, // sessions, keys and invitations; when a job is tried again; what is kept for how long
      /^lib\/server\/api\/edge\/repeated\.ts$/, // how long an answer is kept
      /^lib\/server\/metering\/(import-record|event-stream|sender-rows)\.ts$/, // whether something is still heard of
      /^lib\/server\/usage\/(postgres|clickhouse)\/(void|insert|months|archive)\.ts$/, // when a row was stored, for cuts that stay
      /^lib\/server\/customers\/subjects\.ts$/, // the same
      /^(scripts|prisma|bench|e2e)\//,
      /^components\/ui\/clock\.tsx$/,
      /^components\/(draft\/(use-autosave|merge-dialog|use-draft-editor)|settings\/(api-key-list|create-api-key))\.tsx?$/,
    ];
    const others = code.filter(
      (file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.test\.tsx?$/.test(file) && !places.some((place) => place.test(file)),
    );
    expect(
      found(others, /\bDate\.now\(\)|\bnew Date\(\)|\bTemporal\.Now\b|(?<![.\w])(?:now|clock_timestamp)\(\)|\bcurrent_timestamp\b/i),
    ).toEqual([]);
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

  test('at most five casts go through `unknown` outside of tests', () => {
    const casts = found(
      code.filter((file) => !/\.test\.tsx?$/.test(file)),
      /\bas unknown as\b/,
    );
    expect(casts.length > 5 ? casts : []).toEqual([]);
  });

  test('an exported name of these means one thing', () => {
    const names = ['converter', 'unitConverter', 'Difference', 'Part', 'netOf', 'usageOf', 'fresh'];
    const twice = names.filter(
      (name) => found(code, new RegExp(`^export (async )?(function|const|type|interface|class) ${name}\\b`)).length > 1,
    );
    expect(twice).toEqual([]);
  });

  test('comments begin with a verb or a noun, never with "What", "Whatever", "Those" and their like', () => {
    expect(found(code, /^\s*(\/\*\*|\/\/) (What|Whatever|Whoever|Those|Such|Where|Who|How)\b/)).toEqual([]);
    const opening = /\/\*\*\n\s*\* (What|Whatever|Whoever|Those|Such|Where|Who|How)\b/;
    expect(code.filter((file) => opening.test(read(file)))).toEqual([]);
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
