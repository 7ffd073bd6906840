import 'server-only';
import {
  CARRY_NOTES_MAX,
  COMPANY_SUBSCRIPTIONS_MAX,
  type CompanyImport,
  type CompanyImportRequest,
} from '@/lib/api/subscription/company-imports';
import type { CarriedCompany, CarriedSubscription, CarryNote } from '@/lib/onboarding/carried';
import { fromCsv } from '@/lib/onboarding/from-csv';
import { type ExportLine, fromStripe } from '@/lib/onboarding/from-stripe';
import { invalidField, ProblemError, problem } from '@/lib/problem';
import { asOneAct } from '@/lib/server/audit/audit';
import { planOf } from '@/lib/server/catalog/plan-record';
import { soldAt } from '@/lib/server/catalog/version-record';
import { attempt } from '@/lib/server/core/attempt';
import type { Ctx } from '@/lib/server/core/ctx';
import { createCustomer } from '@/lib/server/customers/customers';
import { applyDocument } from '@/lib/server/document/catalog-apply';
import { firstRows } from '@/lib/server/metering/file-rows';
import { FileFault } from '@/lib/server/metering/file-text';
import { decideCancel } from '@/lib/server/subscriptions/acts';
import { commit } from '@/lib/server/subscriptions/decided';
import { decideStart } from '@/lib/server/subscriptions/start';
import { normalizeInstant } from '@/lib/time';
import { isHeavierThan, LINE_VALUES_MAX } from '@/lib/work-limits';

/** Label that a subscription keeps of where it came from: by it the same one is known when a file is brought again. */
const ORIGIN = 'imported_from';

type Request = CompanyImportRequest;

/**
 * Brings customers, plans and subscriptions from elsewhere in one transaction: all that can be carried, with a note for the rest. A preview
 * does the same and keeps nothing. What is there already stays as it is.
 */
export async function importCompany(ctx: Ctx, request: Request, preview: boolean): Promise<CompanyImport> {
  const company = await readCompany(ctx, request);
  if (company.subscriptions.length > COMPANY_SUBSCRIPTIONS_MAX)
    throw invalidField(
      '$.text',
      `It has ${company.subscriptions.length} subscriptions, and at most ${COMPANY_SUBSCRIPTIONS_MAX} are brought at once. Split the file.`,
    );
  if (company.customers.length === 0 && company.notes.length === 0) throw invalidField('$.text', 'Nothing in it can be read.');
  if (preview) await ctx.tx.$executeRaw`SAVEPOINT preview`;
  const words = () => `${company.customers.length} customers and ${company.subscriptions.length} subscriptions from ${request.source}`;
  const brought = await asOneAct(ctx, { action: 'company.import', words }, (act) => bring(act, company));
  if (preview) await ctx.tx.$executeRaw`ROLLBACK TO SAVEPOINT preview`;
  return { applied: !preview, ...brought };
}

async function readCompany(ctx: Ctx, request: Request): Promise<CarriedCompany> {
  const now = normalizeInstant(ctx.now);
  if (request.source === 'stripe') return fromStripe(jsonLines(request.text), now, ctx.workspace.timeZone);
  try {
    const { rows, columns } = firstRows(request.text, { format: 'csv', delimiter: ',' }, Number.MAX_SAFE_INTEGER - 1);
    const { customerKey } = request.columns;
    if (!columns.includes(customerKey)) throw invalidField('$.columns.customer_key', `The file has no column “${customerKey}”.`);
    const named = rows.map(({ line, cells }) => ({ line, cells: new Map(columns.map((name, i) => [name, cells[i] ?? ''])) }));
    return fromCsv(named, request.columns, await cardsOnSale(ctx), now);
  } catch (error) {
    if (error instanceof FileFault) throw invalidField('$.text', error.message);
    throw error;
  }
}

function jsonLines(text: string): ExportLine[] {
  return text.split('\n').flatMap((part, i): ExportLine[] => {
    const line = i + 1;
    if (part.trim() === '') return [];
    if (isHeavierThan(part, LINE_VALUES_MAX)) throw invalidField('$.text', `Line ${line} holds more than ${LINE_VALUES_MAX} values.`);
    try {
      return [{ line, value: JSON.parse(part) }];
    } catch {
      throw invalidField('$.text', `Line ${line} is no JSON. An export has one object on each line.`);
    }
  });
}

/** The keys of the priced rate cards of each plan that is on sale. */
async function cardsOnSale(ctx: Ctx): Promise<Map<string, string[]>> {
  const rows = await ctx.tx.plan.findMany({ where: { deletedAt: null, ...soldAt(ctx.now) } });
  return new Map(
    rows.map((row) => {
      const cards = planOf(row, ctx.now).phases.flatMap(({ rateCards }) => rateCards);
      return [row.key, [...new Set(cards.filter(({ price }) => price.type !== 'free').map(({ key }) => key))]];
    }),
  );
}

async function bring(ctx: Ctx, company: CarriedCompany): Promise<Omit<CompanyImport, 'applied'>> {
  const notes: CarryNote[] = [...company.notes];
  const { meters, features, plans } = company.catalog;
  if (plans.length > 0) await applyDocument(ctx, { document: company.catalog }, { publish: true });
  const customers = await bringCustomers(ctx, company, notes);
  const subscriptions = await bringSubscriptions(ctx, company, notes);
  const more = notes.length - CARRY_NOTES_MAX;
  const keys = [...new Set(company.subscriptions.map(({ plan }) => plan))];
  return {
    plans: keys.map((key) => ({
      key,
      name: plans.find((plan) => plan.key === key)?.name ?? key,
      subscriptions: company.subscriptions.filter(({ plan }) => plan === key).length,
    })),
    meters: meters.length,
    features: features.length,
    customers,
    subscriptions,
    notes: notes.slice(0, CARRY_NOTES_MAX),
    ...(more > 0 && { moreNotes: more }),
  };
}

async function bringCustomers(ctx: Ctx, { customers }: CarriedCompany, notes: CarryNote[]): Promise<CompanyImport['customers']> {
  const keys = customers.map(({ key }) => key);
  const rows = await ctx.tx.customer.findMany({ where: { key: { in: keys }, deletedAt: null }, select: { key: true } });
  const known = new Set(rows.map(({ key }) => key));
  let made = 0;
  for (const customer of customers) {
    if (known.has(customer.key)) continue;
    const outcome = await attempt(ctx, () => createCustomer(ctx, customer));
    if (outcome instanceof ProblemError) notes.push({ subject: `customer ${customer.key}`, effect: 'lost', message: outcome.message });
    else made++;
  }
  return { made, known: known.size };
}

async function bringSubscriptions(
  ctx: Ctx,
  { subscriptions }: CarriedCompany,
  notes: CarryNote[],
): Promise<CompanyImport['subscriptions']> {
  const references = subscriptions.map(({ reference }) => labelOf(reference));
  const rows = await ctx.tx.$queryRaw<{ reference: string }[]>`
    SELECT labels->>${ORIGIN} AS reference FROM subscriptions
    WHERE workspace_id = ${ctx.workspace.id} AND deleted_at IS NULL AND labels->>${ORIGIN} = ANY(${references}::text[])`;
  const known = new Set(rows.map(({ reference }) => reference));
  let made = 0;
  for (const subscription of subscriptions) {
    if (known.has(labelOf(subscription.reference))) continue;
    const outcome = await attempt(ctx, () => start(ctx, subscription));
    if (outcome instanceof ProblemError)
      notes.push({ subject: `subscription ${subscription.reference}`, effect: 'lost', message: outcome.message });
    else made++;
  }
  return { made, known: known.size };
}

/** Writes an id of elsewhere as a label may be written. */
const labelOf = (reference: string): string =>
  reference
    .replace(/[^a-zA-Z0-9._-]+/g, '-')
    .replace(/^[^a-zA-Z0-9]+|[^a-zA-Z0-9]+$/g, '')
    .slice(0, 63) || 'unnamed';

async function start(
  ctx: Ctx,
  { reference, customer, plan, start: from, anchor, end, seats, negotiated }: CarriedSubscription,
): Promise<void> {
  const isNow = from <= normalizeInstant(ctx.now);
  const decided = await decideStart(ctx, {
    customer: { key: customer },
    plan: { key: plan },
    ...(!isNow && { start: from }),
    ...{ billingAnchor: anchor, seats, negotiated, labels: { [ORIGIN]: labelOf(reference) } },
    note: `Brought from elsewhere, where it was ${reference}.`.slice(0, 1024),
  });
  await commit(ctx, decided);
  if (end !== undefined && !isNow)
    throw problem('conflict', 'It has an end and has not begun here yet. Start it by hand, and cancel it once it has begun.');
  if (end !== undefined) await commit(ctx, await decideCancel(ctx, decided.current.row.id, { timing: end }));
}
