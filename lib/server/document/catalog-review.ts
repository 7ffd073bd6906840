import 'server-only';
import { createHash } from 'node:crypto';
import type { CatalogChange, CatalogRemoval, CatalogReview } from '@/lib/api/catalog/catalog';
import {
  type CatalogDocument,
  DocumentAddOn,
  DocumentCurrency,
  DocumentFeature,
  DocumentLlmOverride,
  DocumentMeter,
  DocumentPlan,
  DocumentTaxCode,
  DocumentTaxDefault,
  SECTIONS,
} from '@/lib/catalog/document/document';
import { type Current, type DocumentChange, documentChanges, type Standing } from '@/lib/catalog/document/document-changes';
import { documentIssues } from '@/lib/catalog/document/document-issues';
import { type CatalogState, documentOf } from '@/lib/catalog/document/document-of';
import { partName } from '@/lib/catalog/document/document-parts';
import { documentText } from '@/lib/catalog/document/document-text';
import type { Plan } from '@/lib/catalog/plan';
import { statusAt } from '@/lib/catalog/version';
import { wireIssue } from '@/lib/invalid-parameters';
import type { Issue } from '@/lib/problem';
import { catalogState } from '@/lib/server/catalog/catalog-state';
import { wireDifference } from '@/lib/server/catalog/wire-difference';
import type { Ctx } from '@/lib/server/core/ctx';
import { snake } from '@/lib/wire';
import { FAULTS_MAX } from '@/lib/work-limits';
import type { Wanted } from './catalog-document';

type Versions = readonly Pick<Plan, 'key' | 'version' | 'effectiveFrom' | 'effectiveTo' | 'deletedAt'>[];

/** The highest number of each key. A deleted version is like an archived one: its number is taken, and it is not changed. */
function standingOf(versions: Versions, now: string): Map<string, Standing> {
  const newest = new Map<string, Standing>();
  for (const version of versions) {
    if ((newest.get(version.key)?.version ?? 0) > version.version) continue;
    const status = version.deletedAt === undefined ? statusAt(version, now) : 'archived';
    newest.set(version.key, { version: version.version, status });
  }
  return newest;
}

const currentOf = (state: CatalogState, now: string): Current => ({
  document: documentOf(state),
  plans: standingOf(state.plans, now),
  addons: standingOf(state.addons, now),
});

/** A name for a catalog: the same as long as nothing of it changes. */
export const baseOf = (document: CatalogDocument): string => createHash('sha256').update(documentText(document)).digest('hex');

/** Reviews a document: the changes it would make, and its issues. */
export interface Review {
  state: CatalogState;
  current: CatalogDocument;
  changes: DocumentChange[];
  issues: Issue[];
}

/** Compares a document with the catalog as it is. */
export async function reviewDocument(ctx: Ctx, { document, placeOf }: Wanted): Promise<Review> {
  const state = await catalogState(ctx);
  const current = currentOf(state, ctx.now);
  const changes = documentChanges(current, document);
  // A place is looked up for what an answer can show.
  const issues = documentIssues(current.document, document, changes).map((issue, i) =>
    placeOf && i < FAULTS_MAX ? { ...issue, attributes: { ...issue.attributes, ...placeOf(issue.path) } } : issue,
  );
  return { state, current: current.document, changes, issues };
}

const SHAPES = {
  currencies: DocumentCurrency,
  taxCodes: DocumentTaxCode,
  taxDefaults: DocumentTaxDefault,
  llmOverrides: DocumentLlmOverride,
  meters: DocumentMeter,
  features: DocumentFeature,
  addons: DocumentAddOn,
  plans: DocumentPlan,
};

/** A change as the API answers it. */
export const changeAnswer = ({ section, differences, ...change }: DocumentChange): CatalogChange => ({
  ...change,
  part: partName({ section, key: change.key }),
  section: snake(section) as CatalogChange['section'],
  differences: differences.map((difference) => wireDifference(SHAPES[section], difference)),
});

/** The whole review as the API answers it. */
export function reviewAnswer({ current, changes, issues }: Review, wanted: CatalogDocument, removals?: CatalogRemoval[]): CatalogReview {
  const untouched = SECTIONS.flatMap((section) => {
    const listed = new Set(wanted[section].map(({ key }) => key));
    return current[section].filter(({ key }) => !listed.has(key));
  });
  return {
    changes: changes.map(changeAnswer),
    issues: issues.slice(0, FAULTS_MAX).map(wireIssue),
    ...(issues.length > FAULTS_MAX && { moreIssues: issues.length - FAULTS_MAX }),
    ...(removals && { removals }),
    untouched: untouched.length,
    base: baseOf(current),
  };
}
