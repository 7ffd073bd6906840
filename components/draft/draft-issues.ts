import { planIssues } from '@/lib/catalog/checks/issues';
import { type CatalogContext, rateCardIssues } from '@/lib/catalog/checks/rate-card-issues';
import { CreatePlanRequest } from '@/lib/catalog/plan';
import { RateCard } from '@/lib/catalog/rate-card';
import type { ProductCatalogValidationError } from '@/lib/catalog/validation-error';
import { critical, type Issue, type PathStep, wirePath } from '@/lib/problem';
import { oncePer } from './once-per';
import { closeDraft, type PlanDraft } from './plan-draft';

/** Returns the place of an issue, as forms name it: `phases.0.rateCards.2.price.amount`. */
export const pathName = (path: readonly PathStep[]): string => path.join('.');

const NOTHING_KNOWN: CatalogContext = { features: [], meters: [] };

const cardRules = oncePer((card: RateCard, currency: string, context: CatalogContext) => rateCardIssues(card, currency, [], context));

const below = (path: PathStep[], issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));

/**
 * Everything that is wrong with a plan as it is typed: the rules of the catalog, and then the shapes (a key with a space, a name too
 * long). Without the workspace's features, meters and currencies only what needs none is checked. In the order in which the plan is read.
 */
export function draftIssues(plan: PlanDraft, context: CatalogContext | undefined): Issue[] {
  const request = closeDraft(plan);
  const all = planIssues(request, context ?? NOTHING_KNOWN, (card, currency, path, known) => below(path, cardRules(card, currency, known)));
  const rules = context ? all : all.filter(({ path }) => !path.includes('feature') && !path.includes('currency'));
  const told = new Set(rules.map(({ path }) => pathName(path)));
  const shapes = shapeIssues(request).filter(({ path }) => !told.has(pathName(path)));
  return [...shapes, ...rules].sort((a, b) => comparePlaces(a.path, b.path));
}

/** Cards one by one, since most of them were looked at before, and the plan around them. */
function shapeIssues(request: CreatePlanRequest): Issue[] {
  const around = { ...request, phases: request.phases.map((phase) => ({ ...phase, rateCards: [] })) };
  return [
    ...shapeFaults(CreatePlanRequest.safeParse(around)),
    ...request.phases.flatMap(({ rateCards }, i) => rateCards.flatMap((card, j) => below(['phases', i, 'rateCards', j], cardShapes(card)))),
  ];
}

const cardShapes = oncePer((card: RateCard) => shapeFaults(RateCard.safeParse(card)));

function shapeFaults(parsed: ReturnType<typeof CreatePlanRequest.safeParse> | ReturnType<typeof RateCard.safeParse>): Issue[] {
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => {
    const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
    return critical(steps, 'invalid_shape', shapeWords(steps, message));
  });
}

function shapeWords(path: readonly PathStep[], message: string): string {
  if (path.includes('labels'))
    return 'A label is up to 63 letters, digits, points, dashes and underscores, with a letter or digit at each end.';
  switch (path.at(-1)) {
    case 'key':
      return 'A key is made of small letters, digits and single underscores, 64 at most.';
    case 'name':
      return 'A name has between 1 and 256 characters.';
    case 'description':
      return 'A description has at most 1,024 characters.';
    case 'duration':
    case 'usagePeriod':
    case 'billingCadence':
      return 'This is not a length of time. Enter a number and choose its unit.';
    default:
      return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace(/\.\.$/, '.');
  }
}

// Plan first, then phases and cards by place; a part's own fields before those of its cards.
function comparePlaces(a: readonly PathStep[], b: readonly PathStep[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    return Number(x === 'phases' || x === 'rateCards') - Number(y === 'phases' || y === 'rateCards');
  }
  return 0;
}

/** Returns the issues that the server found on saving, in places of this plan. What is already known from here is left out. */
export function withServerIssues(own: readonly Issue[], told: readonly ProductCatalogValidationError[] | undefined): Issue[] {
  const known = new Set(own.map(({ code, path }) => `${code} ${wirePath(path)}`));
  const more = (told ?? []).filter(({ code, field }) => !known.has(`${code} ${field}`) && SERVER_ONLY.has(code));
  return [
    ...own,
    ...more.map(({ code, field, message, attributes }): Issue => {
      const severity = attributes?.severity === 'critical' ? 'critical' : 'warning';
      return { path: pathOf(field), code, message, severity };
    }),
  ];
}

// Codes of issues that need more than the plan itself. All else is computed here at every keystroke, so the server's answer would be old.
const SERVER_ONLY = new Set(['plan_has_incompatible_addon', 'currency_not_found', 'currency_cost_basis_not_found']);

/** `$.phases[0].rate_cards[2]` as a path of this code. */
export function pathOf(field: string): PathStep[] {
  return [...field.matchAll(/\[(\d+)\]|([a-z_0-9]+)/gi)].map(([, index, name = '']) =>
    index === undefined ? name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : Number.parseInt(index, 10),
  );
}
