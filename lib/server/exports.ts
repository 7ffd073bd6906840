import 'server-only';
import type { z } from 'zod';
import { listAddOns } from '@/lib/api/add-ons';
import { listAuditEntries } from '@/lib/api/audit-log';
import { listCurrencies } from '@/lib/api/currencies';
import { listCustomers } from '@/lib/api/customers';
import { listFeatures } from '@/lib/api/features';
import { PAGE_SIZE_MAX } from '@/lib/api/listing';
import { EXPORT_ROWS_MAX, type ListName } from '@/lib/api/lists';
import { listLlmPrices } from '@/lib/api/llm-cost';
import { listMeters } from '@/lib/api/meters';
import type { Operation } from '@/lib/api/operation';
import { listPlans } from '@/lib/api/plans';
import { listTaxCodes } from '@/lib/api/tax-codes';
import { problem } from '@/lib/problem';
import { converter, snake } from '@/lib/wire';
import { elementOf, fieldsOf, memberOf } from '@/lib/wire-path';
import * as addOns from './add-ons';
import * as auditLog from './audit-log';
import { csvLine, safeCell } from './csv';
import type { Ctx } from './ctx';
import * as currencies from './currencies';
import * as customers from './customers';
import * as features from './features';
import * as llmCost from './llm-cost';
import * as meters from './meters';
import * as plans from './plans';
import * as taxCodes from './tax-codes';

interface Page {
  data: unknown[];
  meta: { page: { total?: number; next?: string | null } };
}

interface Exported {
  op: Operation;
  load(ctx: Ctx, query: unknown): Promise<Page>;
}

const of = <Q>(op: Operation, verb: (ctx: Ctx, query: Q) => Promise<unknown>): Exported => ({
  op,
  load: async (ctx, query) => (await verb(ctx, query as Q)) as Page,
});

/** What each list is read with: the same operation and verb as its page. */
export const EXPORTS: Record<ListName, Exported> = {
  plans: of(listPlans, plans.listPlans),
  addons: of(listAddOns, addOns.listAddOns),
  features: of(listFeatures, features.listFeatures),
  meters: of(listMeters, meters.listMeters),
  customers: of(listCustomers, customers.listCustomers),
  tax_codes: of(listTaxCodes, taxCodes.listTaxCodes),
  currencies: of(listCurrencies, currencies.listCurrencies),
  llm_prices: of(listLlmPrices, llmCost.listLlmPrices),
  audit_log: of(listAuditEntries, auditLog.listAuditEntries),
};

interface Column {
  name: string;
  path: readonly string[];
}

/** The columns of a list: its fields as the wire spells them, those of a part with a dot. Lists and maps are one cell of JSON. */
function columnsOf(op: Operation): Column[] {
  const item = elementOf(memberOf(op.result as z.ZodType, 'data'));
  return fieldsOf(item).flatMap(([field, schema]): Column[] => {
    const name = snake(field);
    const inner = fieldsOf(schema);
    if (inner.length === 0) return [{ name, path: [name] }];
    return inner.map(([part]) => ({ name: `${name}.${snake(part)}`, path: [name, snake(part)] }));
  });
}

function cellOf(row: unknown, path: readonly string[]): string {
  const value = path.reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], row);
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Every row of a list, page by page. More than may be exported is refused, with how many there are where that is known. */
async function allRows(ctx: Ctx, { op, load }: Exported, query: object): Promise<unknown[]> {
  const rows: unknown[] = [];
  const tooMany = (count: string) =>
    problem('limit_exceeded', `The list has ${count} rows, and a CSV holds at most ${EXPORT_ROWS_MAX}. Narrow it with a filter.`);
  const toWire = converter(op.result as z.ZodType).toWire;
  let position: object = { number: 1 };
  if (op === listAuditEntries) position = {};
  for (let number = 2; ; number++) {
    const page = await load(ctx, { ...query, page: { size: PAGE_SIZE_MAX, ...position } });
    const { total, next } = page.meta.page;
    if (total !== undefined && total > EXPORT_ROWS_MAX) throw tooMany(String(total));
    rows.push(...(toWire(page) as Page).data);
    if (rows.length > EXPORT_ROWS_MAX) throw tooMany(`more than ${EXPORT_ROWS_MAX}`);
    const after = next ? new URLSearchParams(next.split('?')[1]).get('page[after]') : null;
    if (total === undefined ? !after : rows.length >= total || page.data.length === 0) return rows;
    position = total === undefined ? { after } : { number };
  }
}

/** A list as CSV, with only the rows that hold every one of the words somewhere. Nothing in it is run by a spreadsheet. */
export async function exportCsv(ctx: Ctx, list: ListName, query: object, words: readonly string[]): Promise<string> {
  const exported = EXPORTS[list];
  const columns = columnsOf(exported.op);
  const lines = (await allRows(ctx, exported, query))
    .map((row) => columns.map(({ path }) => cellOf(row, path)))
    .filter((cells) => {
      const text = cells.join(' ').toLowerCase();
      return words.every((word) => text.includes(word.toLowerCase()));
    });
  return csvLine(columns.map(({ name }) => name)) + lines.map((cells) => csvLine(cells.map(safeCell))).join('');
}
