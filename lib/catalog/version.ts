import type { Issue } from '@/lib/problem';
import { type IssueCode, issueOf } from './issue-codes';
import type { PlanStatus } from './plan';

/** The half-open interval in which a version is sold. Neither is set on a draft; no end means until further notice. */
export interface EffectivePeriod {
  effectiveFrom?: string | undefined;
  effectiveTo?: string | undefined;
}

/** One version among those of its key. */
export interface Version extends EffectivePeriod {
  id: string;
  version: number;
}

/** Effect of an act on the versions of its key: their new periods, or the issues that forbid it (then nothing changes). */
export interface VersionDecision {
  changes: (EffectivePeriod & { id: string })[];
  issues: Issue[];
}

/** Age up to which a past date still means now: the time a request takes. */
export const NOW_TOLERANCE_MS = 30_000;

const at = (instant: string): number => Date.parse(instant);
const startOf = (version: EffectivePeriod): number => (version.effectiveFrom === undefined ? -Infinity : at(version.effectiveFrom));
const endOf = (version: EffectivePeriod): number => (version.effectiveTo === undefined ? Infinity : at(version.effectiveTo));
const isDraft = (version: EffectivePeriod): boolean => version.effectiveFrom === undefined && version.effectiveTo === undefined;

/**
 * The status of a version at an instant. It is derived and never stored, so it needs no clockwork to change. A version is active from
 * its start (included) to its end (excluded), so that one follows another without an instant between them.
 */
export function statusAt(period: EffectivePeriod, instant: string): PlanStatus {
  if (isDraft(period)) return 'draft';
  const t = at(instant);
  if (endOf(period) <= t) return 'archived';
  return startOf(period) <= t ? 'active' : 'scheduled';
}

/** Returns the issues of an effective period by itself. */
export function effectivePeriodIssues(period: EffectivePeriod): Issue[] {
  if (period.effectiveTo === undefined) return [];
  if (period.effectiveFrom === undefined) {
    return [
      issueOf('effective_period_from_not_set', ['effectiveFrom'], 'Something that ends must also start. Enter from when it is sold.'),
    ];
  }
  if (at(period.effectiveFrom) <= at(period.effectiveTo)) return [];
  return [issueOf('effective_period_from_after_to', ['effectiveFrom'], 'The end lies before the start. Change one of the two.')];
}

/** May the version's content be changed? Once it has been sold it may not. */
export function isEditable(status: PlanStatus): boolean {
  return status === 'draft' || status === 'scheduled';
}

/** The issue of changing a plan version that is or was sold; none while it is a draft or scheduled. */
export function editIssues(status: PlanStatus): Issue[] {
  if (isEditable(status)) return [];
  return refused('plan_invalid_status', `This version is ${status} and cannot be changed. Make the next version.`).issues;
}

/** The issue of deleting a plan version that is being sold. */
export function deleteIssues(status: PlanStatus): Issue[] {
  if (status !== 'active') return [];
  return refused('plan_invalid_status', 'This version is being sold. Archive it first; its subscribers keep it.').issues;
}

function refused(code: IssueCode, message: string, field = 'status', attributes?: Record<string, unknown>): VersionDecision {
  return { changes: [], issues: [issueOf(code, [field], message, attributes)] };
}

function find(versions: readonly Version[], id: string): Version {
  const found = versions.find((version) => version.id === id);
  if (!found) throw new Error(`version ${id} is not among the versions of its key`);
  return found;
}

/** The published versions but one, in the order in which they are sold. */
function published(versions: readonly Version[], besides: Version): Version[] {
  return versions
    .filter((version) => version.id !== besides.id && !isDraft(version))
    .sort((a, b) => startOf(a) - startOf(b) || endOf(a) - endOf(b));
}

/** The sequence without a scheduled version: the one before it goes on to where that one ended. */
function withoutScheduled(versions: readonly Version[], leaving: Version): Version[] {
  return published(versions, leaving).map((version) =>
    !isDraft(leaving) &&
    version.effectiveTo !== undefined &&
    at(version.effectiveTo) === startOf(leaving) &&
    startOf(version) < endOf(version)
      ? { ...version, effectiveTo: leaving.effectiveTo }
      : version,
  );
}

function changesFrom(before: readonly Version[], after: readonly Version[]): VersionDecision {
  const changed = after.filter((version) => {
    const old = find(before, version.id);
    return old.effectiveFrom !== version.effectiveFrom || old.effectiveTo !== version.effectiveTo;
  });
  const changes = changed.map(({ id, effectiveFrom, effectiveTo }) => ({ id, effectiveFrom, effectiveTo }));
  return { changes, issues: [] };
}

/**
 * Publishes a draft, or moves a scheduled version, to start at `from`. The version sold until then ends where this one starts, and this
 * one ends where the next scheduled one starts, so that the versions of a key form one sequence without gap or overlap. What was sold
 * before `now` is never changed. A date up to 30 seconds past means now.
 * Refused: the version is or was sold, the date is past, another version starts at that instant, or the version before ends earlier.
 */
export function publishVersion(versions: readonly Version[], id: string, from: string, now: string): VersionDecision {
  const publishing = find(versions, id);
  const status = statusAt(publishing, now);
  if (!isEditable(status)) {
    return refused('plan_invalid_status', `This version is ${status} already. Make the next version and publish that.`);
  }
  if (at(from) < at(now) - NOW_TOLERANCE_MS) {
    return refused(
      'effective_from_in_the_past',
      'A version cannot start in the past. Publish it now, or choose a date to come.',
      'effectiveFrom',
    );
  }
  const start = at(from) < at(now) ? now : from;
  const others = withoutScheduled(versions, publishing);
  const twin = others.find((other) => startOf(other) === at(start) && at(start) > at(now));
  if (twin) {
    const message = `Version ${twin.version} is already scheduled for that instant. Choose another date, or unschedule version ${twin.version}.`;
    return refused('effective_period_overlap', message, 'effectiveFrom', { version: twin.version });
  }
  const before = others.findLast((other) => startOf(other) <= at(start));
  if (before && endOf(before) < at(start) && endOf(before) > at(now)) {
    const message = `Version ${before.version} ends before that date, and nothing would be sold in between. Start on ${before.effectiveTo} or earlier.`;
    return refused('effective_period_gap', message, 'effectiveFrom', { version: before.version, effectiveTo: before.effectiveTo });
  }
  const after = others.find((other) => startOf(other) > at(start));
  const closed = others.map((other) => (other.id === before?.id && endOf(other) > at(start) ? { ...other, effectiveTo: start } : other));
  return changesFrom(versions, [...closed, { ...publishing, effectiveFrom: start, effectiveTo: after?.effectiveFrom }]);
}

/**
 * Stops selling the active version at `to`, now or later. Its subscribers keep it. Refused when it is not active, when the date is past,
 * or when a scheduled version follows, which would leave a gap.
 */
export function archiveVersion(versions: readonly Version[], id: string, to: string, now: string): VersionDecision {
  const archiving = find(versions, id);
  const status = statusAt(archiving, now);
  if (status !== 'active') return refused('plan_invalid_status', `This version is ${status}. Only the active version can be archived.`);
  if (at(to) < at(now) - NOW_TOLERANCE_MS) {
    return refused(
      'effective_from_in_the_past',
      'A version cannot end in the past. Archive it now, or choose a date to come.',
      'effectiveTo',
    );
  }
  const next = published(versions, archiving).find((other) => startOf(other) > at(now));
  if (next) {
    const message = `Version ${next.version} takes over on ${next.effectiveFrom}. Unschedule it first, or let it take over.`;
    return refused('effective_period_gap', message, 'effectiveTo', { version: next.version, effectiveFrom: next.effectiveFrom });
  }
  const end = at(to) < at(now) ? now : to;
  return changesFrom(versions, [{ ...archiving, effectiveTo: end }]);
}

/**
 * Takes a scheduled version back to draft. The version before it goes on to where this one would have ended. Refused when it is not
 * scheduled, or when the key has a draft already.
 */
export function unscheduleVersion(versions: readonly Version[], id: string, now: string): VersionDecision {
  const leaving = find(versions, id);
  const status = statusAt(leaving, now);
  if (status !== 'scheduled')
    return refused('plan_invalid_status', `This version is ${status}. Only a scheduled version can be unscheduled.`);
  const draft = versions.find(isDraft);
  if (draft) return draftExists(draft);
  const alone: Version = { id: leaving.id, version: leaving.version };
  return changesFrom(versions, [...withoutScheduled(versions, leaving), alone]);
}

/** Returns the other versions after a scheduled one is deleted. Refused while the version is being sold. */
export function deleteVersion(versions: readonly Version[], id: string, now: string): VersionDecision {
  const leaving = find(versions, id);
  const status = statusAt(leaving, now);
  const issues = deleteIssues(status);
  if (issues.length > 0 || status !== 'scheduled') return { changes: [], issues };
  return changesFrom(versions, withoutScheduled(versions, leaving));
}

function draftExists(draft: Version): VersionDecision {
  const message = `Version ${draft.version} is a draft already. There is one draft at a time: edit that one, or discard it first.`;
  return refused('plan_draft_exists', message, 'version', { version: draft.version, id: draft.id });
}

/** The number of the next version of a key, deleted ones counted, or the issue that there is a draft already. */
export function nextVersion(versions: readonly (Version & { deletedAt?: string | undefined })[]): { version: number; issues: Issue[] } {
  const draft = versions.find((version) => version.deletedAt === undefined && isDraft(version));
  const version = versions.reduce((highest, other) => Math.max(highest, other.version), 0) + 1;
  return { version, issues: draft ? draftExists(draft).issues : [] };
}
