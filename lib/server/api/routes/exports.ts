import 'server-only';
import type { z } from 'zod';
import { searchCurrencies } from '@/lib/api/catalog/currencies';
import { searchFeatures } from '@/lib/api/catalog/features';
import { searchLlmPrices } from '@/lib/api/catalog/llm-cost';
import { searchTaxCodes } from '@/lib/api/catalog/tax-codes';
import { searchAddOns, searchPlans } from '@/lib/api/catalog/version-lists';
import { PAGE_SIZE_MAX } from '@/lib/api/listing';
import { EXPORT_ROWS_MAX, type ListName } from '@/lib/api/lists';
import { searchCustomers } from '@/lib/api/metering/customers';
import { searchEvents } from '@/lib/api/metering/event-life';
import { listEventRejections } from '@/lib/api/metering/event-voids';
import { listIngestMappings } from '@/lib/api/metering/ingest-mappings';
import { searchMeters } from '@/lib/api/metering/meters';
import { listUsageImports } from '@/lib/api/metering/usage-imports';
import type { InputOf, Operation } from '@/lib/api/operation';
import { searchSubscriptions } from '@/lib/api/subscription/state';
import { listApiKeys } from '@/lib/api/workspace/api-keys';
import { listAuditEntries } from '@/lib/api/workspace/audit-log';
import { listMembers } from '@/lib/api/workspace/members';
import { listSecurityEvents } from '@/lib/api/workspace/security-log';
import { csvLine } from '@/lib/csv';
import { jsonText } from '@/lib/exact-json';
import { problem } from '@/lib/problem';
import * as auditLog from '@/lib/server/audit/audit-log';
import * as versions from '@/lib/server/catalog/version-lists';
import type { Ctx } from '@/lib/server/core/ctx';
import * as customers from '@/lib/server/customers/customers';
import * as apiKeys from '@/lib/server/identity/api-keys';
import * as members from '@/lib/server/identity/members';
import * as securityEvents from '@/lib/server/identity/security-events';
import * as rejections from '@/lib/server/metering/event-rejections';
import { short, storedPage } from '@/lib/server/metering/events';
import * as features from '@/lib/server/metering/features';
import * as mappings from '@/lib/server/metering/ingest-mappings';
import * as meters from '@/lib/server/metering/meters';
import * as imports from '@/lib/server/metering/usage-imports';
import * as currencies from '@/lib/server/money/currencies';
import * as llmCost from '@/lib/server/money/llm-cost';
import * as taxCodes from '@/lib/server/money/tax-codes';
import * as subscriptions from '@/lib/server/subscriptions/lists';
import { converter, snake } from '@/lib/wire';
import { elementOf, fieldsOf, memberOf } from '@/lib/wire-path';

/** Rows of one page as the wire has them, how many there are where that is known, and where the next page begins. */
interface Part {
  rows: readonly unknown[];
  total?: number | undefined;
  next: object | undefined;
}

interface Column {
  name: string;
  path: readonly string[];
}

interface Exported {
  op: Operation;
  columns: readonly Column[];
  read(ctx: Ctx, query: object, page: object): Promise<Part>;
}

interface Page {
  data: unknown[];
  meta: { page: { number?: number; total?: number; next?: string | null } };
}

/** A list as its page reads it: the same operation and verb, page by page. */
function of<Q>(op: Operation, verb: (ctx: Ctx, query: Q) => Promise<unknown>, columns = columnsOf(op)): Exported {
  return {
    op,
    columns,
    async read(ctx, query, page) {
      const found = await verb(ctx, { ...query, page: { size: PAGE_SIZE_MAX, ...page } } as Q);
      const { data, meta } = converter(op.result as z.ZodType).toWire(found) as Page;
      const { number = 1, total, next } = meta.page;
      if (total !== undefined) return { rows: data, total, next: number * PAGE_SIZE_MAX < total ? { number: number + 1 } : undefined };
      const after = next ? new URLSearchParams(next.split('?')[1]).get('page[after]') : null;
      return { rows: data, next: after === null ? undefined : { after } };
    },
  };
}

/** The columns of a list: its fields as the wire spells them, those of a part with a dot. Lists and maps are one cell of JSON. */
function columnsOf(op: Operation): Column[] {
  return fieldsOf(elementOf(memberOf(op.result as z.ZodType, 'data'))).flatMap(([field, schema]): Column[] => {
    const name = snake(field);
    const inner = fieldsOf(schema);
    if (inner.length === 0) return [{ name, path: [name] }];
    return inner.map(([part]) => ({ name: `${name}.${snake(part)}`, path: [name, snake(part)] }));
  });
}

/** The columns of what is sold in versions: those of the version that leads, then what there is besides it. */
function versionColumns(op: Operation): Column[] {
  const lead = memberOf(elementOf(memberOf(op.result as z.ZodType, 'data')), 'lead');
  const left = ['status', 'validation_errors', 'deleted_at', 'updated_at'];
  return [
    ...fieldsOf(lead).flatMap(([field]): Column[] => {
      const name = snake(field);
      return left.includes(name) ? [] : [{ name, path: ['lead', name] }];
    }),
    { name: 'status', path: ['status'] },
    { name: 'draft_version', path: ['draft', 'version'] },
    { name: 'scheduled_version', path: ['scheduled', 'version'] },
    { name: 'versions', path: ['versions'] },
    { name: 'updated_at', path: ['updated_at'] },
  ];
}

const EVENT_COLUMNS = [
  'id',
  'source',
  'type',
  'subject',
  'customer_id',
  'time',
  'ingested_at',
  'stored_at',
  'voided_at',
  'not_counted',
  'data',
];

/** Events come from where usage is kept; their data is written with every digit it was sent with. */
const events: Exported = {
  op: searchEvents,
  columns: EVENT_COLUMNS.map((name) => ({ name, path: [name] })),
  async read(ctx, query, page) {
    const { after } = page as { after?: string };
    const found = await storedPage(ctx.workspace.id, query as InputOf<typeof searchEvents>['query'], after);
    const rows = found.events.map(({ id, source, type, subject, data, ...event }) => ({
      ...{ id, source, type, subject, data, customer_id: event.customerId, time: short(event.time) },
      ...{ ingested_at: short(event.ingestedAt), stored_at: short(event.storedAt), voided_at: event.voidedAt && short(event.voidedAt) },
      not_counted: event.faults.map(({ message }) => message).join(' '),
    }));
    return { rows, next: found.next === undefined ? undefined : { after: found.next } };
  },
};

export const EXPORTS: Record<ListName, Exported> = {
  plans: of(searchPlans, versions.searchPlans, versionColumns(searchPlans)),
  addons: of(searchAddOns, versions.searchAddOns, versionColumns(searchAddOns)),
  features: of(searchFeatures, features.searchFeatures),
  meters: of(searchMeters, meters.searchMeters),
  customers: of(searchCustomers, customers.searchCustomers),
  subscriptions: of(searchSubscriptions, subscriptions.searchSubscriptions),
  tax_codes: of(searchTaxCodes, taxCodes.searchTaxCodes),
  currencies: of(searchCurrencies, currencies.searchCurrencies),
  llm_prices: of(searchLlmPrices, llmCost.searchLlmPrices),
  events,
  refused_events: of(listEventRejections, rejections.listEventRejections),
  usage_imports: of(listUsageImports, imports.listUsageImports),
  ingest_mappings: of(listIngestMappings, mappings.listIngestMappings),
  members: of(listMembers, members.listMembers),
  api_keys: of(listApiKeys, apiKeys.listApiKeys),
  audit_log: of(listAuditEntries, auditLog.listAuditEntries),
  security_log: of(listSecurityEvents, securityEvents.listSecurityEvents),
};

function cellOf(row: unknown, path: readonly string[]): string {
  const value = path.reduce<unknown>((part, step) => (part as Record<string, unknown> | null | undefined)?.[step], row);
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? jsonText(value) : String(value);
}

/** Every row of a list, page by page. More than may be exported is refused, with how many there are where that is known. */
async function* allRows(ctx: Ctx, { read }: Exported, query: object) {
  const tooMany = (count: string) =>
    problem('limit_exceeded', `The list has ${count} rows, and a CSV holds at most ${EXPORT_ROWS_MAX}. Narrow it with a filter.`);
  let page: object | undefined = {};
  for (let count = 0; page; ) {
    const part: Part = await read(ctx, query, page);
    count += part.rows.length;
    if (part.total !== undefined && part.total > EXPORT_ROWS_MAX) throw tooMany(String(part.total));
    if (count > EXPORT_ROWS_MAX) throw tooMany(`more than ${EXPORT_ROWS_MAX}`);
    yield* part.rows;
    page = part.next;
  }
}

/** A list as CSV: the rows that its page shows with the same query, of all its pages and in the same order. Nothing in it is run by a spreadsheet. */
export async function exportCsv(ctx: Ctx, list: ListName, query: object): Promise<string> {
  const exported = EXPORTS[list];
  let text = csvLine(exported.columns.map(({ name }) => name));
  for await (const row of allRows(ctx, exported, query)) text += csvLine(exported.columns.map(({ path }) => cellOf(row, path)));
  return text;
}
