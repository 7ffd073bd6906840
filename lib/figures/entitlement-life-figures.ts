import { decimal, text } from '../decimal';
import { acceptGrant, type GrantRequest, voidGrant } from '../entitlement/changes';
import { type EntitledItem, entitlementsOf, isOpenEnded } from '../entitlement/from-subscription';
import { coexistenceError, type Lifetime, lifetimeOf, type NewLifetime, scheduleEntitlement } from '../entitlement/lifetime';
import { type FeatureValues, layeredValues } from '../entitlement/override-values';
import { mergeTemplates, type Template } from '../entitlement/template';
import { addDurations, compareInstants, END_OF_TIME, type Instant, intersect, type Period } from '../time';

interface TemplateInput {
  type: Template['type'];
  limit?: string | number;
  is_soft_limit?: boolean;
  usage_period?: string;
  config?: unknown;
  count?: number;
}

function templateOf(input: TemplateInput | null | undefined, cadence = 'P1M'): Template | null {
  if (!input) return null;
  if (input.type === 'boolean') return { type: 'boolean', count: input.count ?? 1 };
  if (input.type === 'static') return { type: 'static', config: input.config };
  const limit = input.limit === undefined ? null : text(decimal(String(input.limit)));
  return { type: 'metered', limit, isSoftLimit: input.is_soft_limit ?? false, usagePeriod: input.usage_period ?? cadence };
}

interface MergeInput {
  base?: TemplateInput | null;
  addons: { entitlement: TemplateInput | null; quantity: number; restore?: boolean }[];
}

export function mergeFigure({ base, addons }: MergeInput) {
  const contributions = addons.map(({ entitlement, quantity, restore = false }) => {
    return { template: templateOf(entitlement), quantity, takenAway: restore };
  });
  const merged = mergeTemplates(templateOf(base), contributions);
  return merged.ok ? { entitlement: merged.template } : { error: merged.error };
}

interface ItemInput {
  featureKey: string;
  entitlement?: TemplateInput;
  billingCadence?: string;
  versions?: { from?: Instant; to?: Instant; entitlement?: TemplateInput }[];
}

interface SubscriptionInput {
  activeFrom: Instant;
  activeTo?: Instant | null;
  billingAnchor?: Instant;
  phases: { key?: string; duration?: string; items: ItemInput[] }[];
  addons?: {
    featureKey: string;
    entitlement: TemplateInput | null;
    quantities: { from: Instant; quantity: number }[];
    activeTo?: Instant;
  }[];
}

/** Returns the entitlements of a subscription as rows have them. */
export function subscriptionFigure({ subscription }: { subscription: SubscriptionInput }) {
  const { activeFrom, activeTo, billingAnchor = activeFrom, addons = [] } = subscription;
  const life = { from: activeFrom, to: activeTo ?? END_OF_TIME };
  const durations: string[] = [];
  let from = activeFrom;
  const phases = subscription.phases.flatMap(({ duration, items }, i) => {
    if (duration !== undefined) durations.push(duration);
    const to = duration === undefined ? END_OF_TIME : addDurations(activeFrom, durations, 'UTC');
    const span = intersect({ from, to }, life);
    from = to;
    return span ? [{ ...span, key: `${i}`, items }] : [];
  });
  const spans = entitlementsOf({
    phases,
    billingAnchor,
    items: phases.flatMap((phase) => phase.items.flatMap((item) => itemsOf(item, phase))),
    addOns: addons.map(({ featureKey, entitlement, quantities, activeTo: end }) => {
      const ending = end === undefined ? [] : [{ from: end, quantity: 0 }];
      const timeline = [...quantities, ...ending].sort((a, b) => compareInstants(a.from, b.from));
      return { featureKey, template: templateOf(entitlement), quantities: timeline };
    }),
  });
  const entitlements = spans.map((span) => {
    const { template, featureKey, measureUsageFrom, anchor } = span;
    const dates = { featureKey, type: template.type, activeFrom: span.from, activeTo: isOpenEnded(span) ? null : span.to };
    if (template.type === 'static') return { ...dates, config: template.config };
    if (template.type === 'boolean') return dates;
    const { limit, isSoftLimit, usagePeriod: interval } = template;
    return { ...dates, limit, isSoftLimit, usagePeriod: { interval, anchor }, measureUsageFrom };
  });
  return { entitlements };
}

function itemsOf({ featureKey, entitlement, billingCadence, versions }: ItemInput, phase: Period & { key: string }): EntitledItem[] {
  const all = versions ?? [{ ...(entitlement && { entitlement }) }];
  return all.flatMap(({ from, to, entitlement: given }: { from?: Instant; to?: Instant; entitlement?: TemplateInput }) => {
    const span = intersect({ from: from ?? phase.from, to: to ?? phase.to }, phase);
    return span ? [{ ...span, featureKey, template: templateOf(given, billingCadence), phase: phase.key, phaseFrom: phase.from }] : [];
  });
}

interface OverrideInput {
  plan: FeatureValues;
  override?: FeatureValues;
  removed?: { features?: string[]; values?: Record<string, string[]> };
}

export function overrideFigure({ plan, override, removed }: OverrideInput) {
  const layered = layeredValues(plan, override, removed);
  const onWire = Object.entries(layered).map(([feature, values]) => {
    const named = Object.entries(values).map(([name, { value, planValue, overrideValue }]) => {
      return [name, { value, plan_value: planValue, override_value: overrideValue }];
    });
    return [feature, Object.fromEntries(named)];
  });
  return { features: Object.fromEntries(onWire) };
}

interface GrantLifeInput {
  now: Instant;
  currentUsagePeriodStart: Instant;
  operation: 'create' | 'void';
  grant: GrantRequest;
  at?: Instant;
}

export function grantLifecycleFigure({ now, currentUsagePeriodStart, operation, grant, at }: GrantLifeInput) {
  if (operation === 'create') {
    const done = acceptGrant(grant, now, currentUsagePeriodStart);
    return done.ok ? { ok: true, ...done.grant } : { error: done.error };
  }
  const done = voidGrant(grant, at ?? now, now, currentUsagePeriodStart);
  return done.ok ? done : { error: done.error };
}

interface GrantListInput {
  grants: Record<string, string | null>[];
  query: { page?: number; pageSize?: number; orderBy?: string; order?: string; includeDeleted?: boolean };
}

const DEFAULT_PAGE = 100;

/** Lists grants page by page, by default in the order in which they were made. */
export function grantListFigure({ grants, query }: GrantListInput) {
  const { page = 1, pageSize = DEFAULT_PAGE, orderBy = 'createdAt', order = 'ASC', includeDeleted = false } = query;
  const sign = order.toUpperCase() === 'DESC' ? -1 : 1;
  const shown = grants.filter(({ deletedAt }) => includeDeleted || !deletedAt);
  const by = (grant: Record<string, string | null>) => grant[orderBy] ?? '';
  shown.sort((a, b) => sign * (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0));
  const found = shown.slice((page - 1) * pageSize, page * pageSize);
  return { amounts: found.map(({ amount }) => amount), ids: found.map(({ id }) => id), page, pageSize, totalCount: shown.length };
}

export function coexistenceFigure({ entitlements }: { entitlements: Lifetime[] }) {
  const error = coexistenceError(entitlements);
  return error ? { error } : { ok: true };
}

interface ScheduleInput {
  now: Instant;
  operation: 'create' | 'schedule' | 'supersede';
  new: NewLifetime;
  existing?: Lifetime[];
  supersedes?: string;
}

const statuses: Record<string, number> = { not_found: 404, entitlements_overlap: 409 };

export function scheduleFigure({ now, operation, new: wanted, existing = [], supersedes }: ScheduleInput) {
  const done = scheduleEntitlement(operation, wanted, existing, now, supersedes);
  if (!done.ok) return { status: statuses[done.error] ?? 400, error: done.error };
  const { ended } = done;
  return { status: 200, new: done.added, old: ended && { ...ended, activeFrom: lifetimeOf(ended).from } };
}
