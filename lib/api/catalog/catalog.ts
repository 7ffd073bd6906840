import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { CatalogDocument } from '@/lib/catalog/document/document';
import { Plan } from '@/lib/catalog/plan';
import { DateTime } from '@/lib/fields';
import { CatalogIssue, PlanDiff } from './plan-versions';

const tag = 'Catalog';

/** `plans/pro`: a section of the document and a key in it. Several with commas between them. */
const parts = z.string().max(20_000).optional();
const base = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .optional();

export const exportCatalog = operation({
  id: 'export-catalog',
  method: 'get',
  path: `${V1}/catalog`,
  tag,
  summary: 'The catalog as a document, as JSON or (format=yaml) as YAML; with as_of as it stood at an instant, with parts only some of it',
  permission: 'catalog:read',
  query: z.strictObject({ format: z.enum(['json', 'yaml']).default('json'), asOf: DateTime.optional(), parts }),
  result: CatalogDocument,
  alsoGives: { 'application/yaml': z.string() },
});

const Section = z.enum(['currencies', 'tax_codes', 'tax_defaults', 'llm_overrides', 'meters', 'features', 'addons', 'plans']);

/** Act of a document on one thing. `draft`: it gets its next version, as a draft. */
export const CatalogChange = z
  .strictObject({
    part: z.string(),
    section: Section,
    key: z.string(),
    name: z.string(),
    act: z.enum(['create', 'draft', 'update']),
    version: z.int().optional(),
    differences: PlanDiff.shape.changes,
  })
  .meta({ id: 'CatalogChange' });
export type CatalogChange = z.infer<typeof CatalogChange>;

/** Act on a thing that a document does not list. `archive`: no longer sold. `keep`: nothing, since it is used; the sentence says why. */
export const CatalogRemoval = z
  .strictObject({
    ...{ part: z.string(), section: Section, key: z.string(), name: z.string() },
    act: z.enum(['delete', 'discard', 'archive', 'keep']),
    sentence: z.string(),
    usedBy: z.array(z.strictObject({ type: z.string(), key: z.string().optional(), version: z.int().optional() })),
  })
  .meta({ id: 'CatalogRemoval' });
export type CatalogRemoval = z.infer<typeof CatalogRemoval>;

const flag = z.enum(['true', 'false']).default('false');

const review = {
  changes: z.array(CatalogChange),
  issues: z.array(CatalogIssue),
  moreIssues: z.int().optional(),
  /** Effect of removing unlisted things, where that was asked for. */
  removals: z.array(CatalogRemoval).optional(),
  /** Number of things of the workspace that the document does not list; they are left as they are unless they are removed by name. */
  untouched: z.int(),
  /** Revision that the document was compared with. Send it with the application to be told when something changed in between. */
  base: z.string(),
};

export const CatalogReview = z.strictObject(review).meta({ id: 'CatalogReview' });
export type CatalogReview = z.infer<typeof CatalogReview>;

export const CatalogApplied = z
  .strictObject({ changes: z.array(CatalogChange), published: z.array(z.string()), removals: z.array(CatalogRemoval).optional() })
  .meta({ id: 'CatalogApplied' });
export type CatalogApplied = z.infer<typeof CatalogApplied>;

export const reviewCatalog = operation({
  id: 'review-catalog',
  method: 'post',
  path: `${V1}/catalog/review`,
  tag,
  summary:
    'What applying a document (the body, as YAML or JSON) would change, in words and as data; nothing is changed. With removals=true also what removing all that it does not list would do',
  permission: 'catalog:read',
  query: z.strictObject({ removals: flag, publish: flag }),
  result: CatalogReview,
  refusals: [413, 415],
});

export const applyCatalog = operation({
  id: 'apply-catalog',
  method: 'post',
  path: `${V1}/catalog/apply`,
  tag,
  summary:
    'Apply a document (the body, as YAML or JSON): all of it or nothing. Plans and add-ons become drafts, with publish=true they are published. prune removes things that it does not list: named ones with commas between them, or all that nothing uses',
  permission: 'catalog:write',
  query: z.strictObject({ publish: flag, base, prune: parts }),
  result: CatalogApplied,
  refusals: [413, 415],
});

const promotion = { to: z.string().min(1), parts: z.array(z.string().min(1)).min(1).max(1000) };

export const reviewPromotion = operation({
  id: 'review-promotion',
  method: 'post',
  path: `${V1}/catalog/promotions/review`,
  tag,
  summary: 'What taking parts of this catalog to another workspace would change there, with all that they need',
  permission: 'session',
  body: z
    .strictObject({ ...promotion, removals: z.boolean().default(false), publish: z.boolean().default(false) })
    .meta({ id: 'ReviewPromotionRequest' }),
  result: z
    .strictObject({
      ...review,
      /** Things that were not chosen but are needed, with the things that need them. */
      companions: z.array(z.strictObject({ part: z.string(), neededBy: z.string() })),
    })
    .meta({ id: 'PromotionReview' }),
  refusals: [404],
});

export const promoteCatalog = operation({
  id: 'promote-catalog',
  method: 'post',
  path: `${V1}/catalog/promotions`,
  tag,
  summary: 'Take parts of this catalog to another workspace of the same person, as drafts, or published with publish',
  permission: 'session',
  body: z
    .strictObject({ ...promotion, publish: z.boolean().default(false), base, prune: z.array(z.string().min(1)).max(1000).optional() })
    .meta({ id: 'PromoteCatalogRequest' }),
  result: CatalogApplied,
  refusals: [404],
});

export const listPlansAsOf = operation({
  id: 'list-plans-as-of',
  method: 'get',
  path: `${V1}/plans`,
  tag: 'Plan versions',
  summary: 'The versions of all plans as they stood at an instant, with the status that they had then',
  permission: 'catalog:read',
  query: z.strictObject({ asOf: DateTime }),
  result: z.strictObject({ data: z.array(Plan) }).meta({ id: 'PlanListAsOf' }),
});
