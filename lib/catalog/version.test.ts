import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  archiveVersion,
  deleteVersion,
  type EffectivePeriod,
  editIssues,
  effectivePeriodIssues,
  nextVersion,
  publishVersion,
  statusAt,
  unscheduleVersion,
  type Version,
  type VersionDecision,
} from './version';

const NOW = '2026-11-01T00:00:00.000Z';
const HOUR = 3_600_000;
const hours = (n: number, from = NOW) => new Date(Date.parse(from) + n * HOUR).toISOString();
const period = (from: number | null, to: number | null): EffectivePeriod => ({
  ...(from !== null && { effectiveFrom: hours(from) }),
  ...(to !== null && { effectiveTo: hours(to) }),
});
const version = (number: number, from: number | null = null, to: number | null = null): Version => ({
  id: `v${number}`,
  version: number,
  ...period(from, to),
});

function applied(versions: readonly Version[], decision: VersionDecision): Version[] {
  return versions.map((old) => {
    const change = decision.changes.find(({ id }) => id === old.id);
    return change ? { id: old.id, version: old.version, effectiveFrom: change.effectiveFrom, effectiveTo: change.effectiveTo } : old;
  });
}
const codes = (decision: VersionDecision) => decision.issues.map(({ code }) => code);
const shape = (versions: readonly Version[]) =>
  Object.fromEntries(versions.map(({ id, effectiveFrom, effectiveTo }) => [id, [effectiveFrom ?? null, effectiveTo ?? null]]));

describe('the status of a version', () => {
  test.each([
    ['archived', -24, -1],
    ['active', -24, null],
    ['active', -24, 24],
    ['scheduled', 24, null],
    ['scheduled', 24, 48],
    ['archived', null, -24],
    ['active', null, 24],
    ['draft', null, null],
    ['active', 0, null],
    ['archived', -24, 0],
    ['archived', 0, 0],
  ] as const)('is %s from %s to %s hours', (status, from, to) => {
    expect(statusAt(period(from, to), NOW)).toBe(status);
  });
});

test.each([
  [null, -24, null],
  ['effective_period_from_after_to', 0, -24],
  ['effective_period_from_not_set', null, 0],
] as const)('the issue of an effective period is %s for %s to %s hours', (code, from, to) => {
  expect(effectivePeriodIssues(period(from, to)).map((issue) => issue.code)).toEqual(code ? [code] : []);
});

test('an effective period may be open', () => {
  expect([...effectivePeriodIssues(period(-24, null)), ...effectivePeriodIssues({})]).toEqual([]);
});

describe('publishing', () => {
  test('a first version sells it from now on', () => {
    expect(publishVersion([version(1)], 'v1', NOW, NOW)).toEqual({
      changes: [{ id: 'v1', effectiveFrom: NOW, effectiveTo: undefined }],
      issues: [],
    });
  });

  test('ends the active version where the new one starts', () => {
    const versions = [version(1, -24), version(2)];
    expect(shape(applied(versions, publishVersion(versions, 'v2', hours(10), NOW)))).toEqual({
      v1: [hours(-24), hours(10)],
      v2: [hours(10), null],
    });
  });

  test('before a scheduled version ends where that one starts', () => {
    const versions = [version(1, -24, 48), version(2, 48), version(3)];
    expect(shape(applied(versions, publishVersion(versions, 'v3', hours(10), NOW)))).toEqual({
      v1: [hours(-24), hours(10)],
      v2: [hours(48), null],
      v3: [hours(10), hours(48)],
    });
  });

  test('moves a scheduled version without leaving a gap', () => {
    const versions = [version(1, -24, 10), version(2, 10, 48), version(3, 48)];
    expect(shape(applied(versions, publishVersion(versions, 'v2', hours(72), NOW)))).toEqual({
      v1: [hours(-24), hours(48)],
      v2: [hours(72), null],
      v3: [hours(48), hours(72)],
    });
  });

  test('means now when the date is at most half a minute past', () => {
    const past = new Date(Date.parse(NOW) - 30_000).toISOString();
    expect(publishVersion([version(1)], 'v1', past, NOW).changes).toEqual([{ id: 'v1', effectiveFrom: NOW, effectiveTo: undefined }]);
    expect(codes(publishVersion([version(1)], 'v1', hours(-1), NOW))).toEqual(['effective_from_in_the_past']);
  });

  test('twice in the same instant leaves the later one on sale', () => {
    const versions = [version(1, 0), version(2)];
    const after = applied(versions, publishVersion(versions, 'v2', NOW, NOW));
    expect(after.map((v) => statusAt(v, NOW))).toEqual(['archived', 'active']);
  });

  test('is refused at the instant for which another version is scheduled', () => {
    expect(codes(publishVersion([version(1, 24), version(2)], 'v2', hours(24), NOW))).toEqual(['effective_period_overlap']);
  });

  test('is refused after the planned end of the version before, and allowed after a past one', () => {
    expect(codes(publishVersion([version(1, -24, 10), version(2)], 'v2', hours(11), NOW))).toEqual(['effective_period_gap']);
    expect(codes(publishVersion([version(1, -24, -10), version(2)], 'v2', hours(11), NOW))).toEqual([]);
  });

  test('is refused for what is or was sold', () => {
    expect(codes(publishVersion([version(1, -24)], 'v1', NOW, NOW))).toEqual(['plan_invalid_status']);
    expect(codes(publishVersion([version(1, -24, -1)], 'v1', NOW, NOW))).toEqual(['plan_invalid_status']);
  });
});

describe('archiving', () => {
  test('ends the active version now or later', () => {
    expect(archiveVersion([version(1, -24)], 'v1', hours(5), NOW).changes).toEqual([
      { id: 'v1', effectiveFrom: hours(-24), effectiveTo: hours(5) },
    ]);
  });

  test('is refused for versions that are not sold, and in the past', () => {
    expect(codes(archiveVersion([version(1)], 'v1', NOW, NOW))).toEqual(['plan_invalid_status']);
    expect(codes(archiveVersion([version(1, 24)], 'v1', NOW, NOW))).toEqual(['plan_invalid_status']);
    expect(codes(archiveVersion([version(1, -24)], 'v1', hours(-1), NOW))).toEqual(['effective_from_in_the_past']);
  });

  test('is refused while another version waits to take over', () => {
    expect(codes(archiveVersion([version(1, -24, 48), version(2, 48)], 'v1', NOW, NOW))).toEqual(['effective_period_gap']);
  });
});

describe('unscheduling and deleting', () => {
  test('let the version before go on', () => {
    const versions = [version(1, -24, 10), version(2, 10, 48), version(3, 48)];
    expect(shape(applied(versions, unscheduleVersion(versions, 'v2', NOW)))).toEqual({
      v1: [hours(-24), hours(48)],
      v2: [null, null],
      v3: [hours(48), null],
    });
    expect(deleteVersion(versions, 'v3', NOW).changes).toEqual([{ id: 'v2', effectiveFrom: hours(10), effectiveTo: undefined }]);
  });

  test('are refused where they cannot be', () => {
    expect(codes(unscheduleVersion([version(1, -24)], 'v1', NOW))).toEqual(['plan_invalid_status']);
    expect(codes(unscheduleVersion([version(1, 24), version(2)], 'v1', NOW))).toEqual(['plan_draft_exists']);
    expect(codes(deleteVersion([version(1, -24)], 'v1', NOW))).toEqual(['plan_invalid_status']);
    expect(deleteVersion([version(1), version(2, -24, -1)], 'v1', NOW)).toEqual({ changes: [], issues: [] });
  });
});

test('the next version counts deleted ones, and there is one draft at a time', () => {
  expect(nextVersion([])).toEqual({ version: 1, issues: [] });
  expect(nextVersion([version(1, -24), { ...version(7), deletedAt: NOW }])).toEqual({ version: 8, issues: [] });
  expect(nextVersion([version(1, -24), version(2)]).issues.map(({ code }) => code)).toEqual(['plan_draft_exists']);
});

test('only drafts and scheduled versions can be edited', () => {
  expect((['draft', 'scheduled', 'active', 'archived'] as const).map((status) => editIssues(status).length)).toEqual([0, 0, 1, 1]);
});

test('at every instant at most one version is active, what was sold stays as it was, and scheduled ones follow without a gap', () => {
  const act = fc.record({
    kind: fc.constantFrom('create', 'create', 'publish', 'publish', 'publish', 'archive', 'unschedule', 'delete'),
    which: fc.nat(9),
    date: fc.integer({ min: -1, max: 40 }),
    wait: fc.nat(8),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25, size: 'max' }), (acts) => {
      let versions: Version[] = [];
      let clock = 0;
      for (const { kind, which, date, wait } of acts) {
        const now = hours(clock);
        const before = versions;
        const chosen = versions[which % Math.max(versions.length, 1)];
        if (kind === 'create') {
          const next = nextVersion(versions);
          if (next.issues.length === 0) versions = [...versions, version(next.version)];
        } else if (chosen && kind === 'publish') {
          versions = applied(versions, publishVersion(versions, chosen.id, hours(clock + date), now));
        } else if (chosen && kind === 'archive') {
          versions = applied(versions, archiveVersion(versions, chosen.id, hours(clock + date), now));
        } else if (chosen && kind === 'unschedule') {
          versions = applied(versions, unscheduleVersion(versions, chosen.id, now));
        } else if (chosen && kind === 'delete') {
          const decision = deleteVersion(versions, chosen.id, now);
          if (decision.issues.length === 0) versions = applied(versions, decision).filter(({ id }) => id !== chosen.id);
        }
        const activeIn = (list: Version[], t: number) => list.filter((v) => statusAt(v, hours(t)) === 'active').map(({ id }) => id);
        // A deleted version leaves no trace, but only versions that are no longer sold can be deleted.
        const kept = (id: string) => versions.some((v) => v.id === id);
        const past = Array.from({ length: clock }, (_, t) => t - 1);
        expect(past.map((t) => activeIn(versions, t))).toEqual(past.map((t) => activeIn(before, t).filter(kept)));
        const everything = Array.from({ length: clock + 60 }, (_, t) => activeIn(versions, t - 1).length);
        expect(Math.max(...everything)).toBeLessThanOrEqual(1);
        const ahead = versions
          .filter((v) => v.effectiveFrom !== undefined && (v.effectiveTo === undefined || v.effectiveTo > now))
          .sort((a, b) => ((a.effectiveFrom ?? '') < (b.effectiveFrom ?? '') ? -1 : 1));
        for (const [i, v] of ahead.slice(0, -1).entries()) expect(v.effectiveTo).toBe(ahead[i + 1]?.effectiveFrom);
        expect(versions.filter((v) => statusAt(v, now) === 'draft').length).toBeLessThanOrEqual(1);
        expect(versions.flatMap(effectivePeriodIssues)).toEqual([]);
        clock += wait;
      }
    }),
    { numRuns: 200 },
  );
}, 20_000);
