import 'server-only';
import { parse } from 'csv-parse/sync';
import { LRUCache } from 'lru-cache';
import type { PriceListInForce, PriceListUploaded } from '@/lib/api/catalog/llm-price-list';
import { LLMCostPrice } from '@/lib/catalog/llm-price';
import { type FilePrices, isSharedMap, type PriceRow, pricesOfRows, pricesOfSharedMap } from '@/lib/catalog/price-list-file';
import { parseExactly, WrittenNumber } from '@/lib/exact-json';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import type { Ctx } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { jsonValue, lockRow } from '@/lib/server/core/stored-values';
import type { LlmPriceList as Row } from '@/lib/server/generated/prisma/client';
import { emit } from '@/lib/server/outbox/emit';
import { isHeavierThan } from '@/lib/work-limits';
import { listKnownUntil, providerName, systemPrices } from './llm-price-list';

/** Prices that a list may hold, and the values that a file of them may. */
const PRICES_MAX = 20_000;
const VALUES_MAX = 400_000;
const NESTING_MAX = 20;
const LEFT_OUT_SHOWN = 20;
/** From when a price applies where nobody says: before anything was ever used. */
const EVER = '2000-01-01T00:00:00.000Z';

// A list never changes once it is there. Forgetting one costs reading it again.
const known = new LRUCache<string, readonly LLMCostPrice[]>({ max: 20 });

const newest = { where: { endedAt: null }, orderBy: { id: 'desc' } } as const;

/** The prices of the list in force here: the one that was uploaded last, or the one that ships. */
export async function listedPrices(ctx: Pick<Ctx, 'tx'>): Promise<readonly LLMCostPrice[]> {
  const row = await ctx.tx.llmPriceList.findFirst({ ...newest, select: { id: true } });
  if (!row) return systemPrices;
  const before = known.get(row.id);
  if (before) return before;
  const { prices } = await ctx.tx.llmPriceList.findUniqueOrThrow({ where: { id: row.id }, select: { prices: true } });
  const read = LLMCostPrice.array().parse(prices);
  known.set(row.id, read);
  return read;
}

/** The last day of which the list in force says what providers charged: that of its upload, where it was uploaded. */
export async function knownUntil(ctx: Pick<Ctx, 'tx'>): Promise<string> {
  const row = await ctx.tx.llmPriceList.findFirst({ ...newest, select: { createdAt: true } });
  return row ? row.createdAt.toISOString().slice(0, 10) : listKnownUntil;
}

/** Says which list is in force. */
export async function getPriceList(ctx: Ctx): Promise<PriceListInForce> {
  const row = await ctx.tx.llmPriceList.findFirst({ ...newest, omit: { prices: true } });
  return row ? shapeOf(row) : { source: 'system', count: systemPrices.length, knownUntil: listKnownUntil };
}

const shapeOf = ({ id, fileName, count, createdBy, createdAt }: Omit<Row, 'prices'>): PriceListInForce => ({
  source: 'uploaded',
  id,
  fileName,
  count,
  knownUntil: createdAt.toISOString().slice(0, 10),
  createdBy,
  createdAt: createdAt.toISOString(),
});

interface Upload {
  text: string;
  isCsv: boolean;
  fileName: string;
  /** From when the file's prices apply; the list before stays in force until then. */
  effectiveFrom?: string | undefined;
  dryRun: boolean;
}

/** Puts a list from a file in the place of the one in force, or (`dryRun`) says what it would be. Refuses a file without any price. */
export async function uploadPriceList(ctx: Ctx, { text, isCsv, fileName, effectiveFrom, dryRun }: Upload): Promise<PriceListUploaded> {
  const { prices: read, leftOut } = isCsv ? pricesOfRows(csvRows(text)) : pricesOfJson(text);
  if (read.length === 0) {
    const first = leftOut[0];
    throw problem('validation_failed', `No price is in the file${first ? `: ${first.at}: ${first.reason}` : ''}.`);
  }
  await lockRow(ctx, 'workspaces', ctx.workspace.id); // one list takes the place of another, one after the other
  const prices = [...(await staying(ctx, effectiveFrom)), ...read.map((price) => listed(ctx, price, effectiveFrom))];
  if (prices.length > PRICES_MAX)
    throw problem('limit_exceeded', `A list has at most ${PRICES_MAX} prices; this one has ${prices.length}.`);
  const told = { read: read.length, leftOut: leftOut.slice(0, LEFT_OUT_SHOWN), leftOutCount: leftOut.length };
  if (dryRun) return { ...told, list: await getPriceList(ctx) };
  const before = await getPriceList(ctx);
  await ctx.tx.llmPriceList.updateMany({ where: { endedAt: null }, data: { endedAt: ctx.now } });
  const { prices: _, ...row } = await ctx.tx.llmPriceList.create({
    data: {
      ...{ id: newId(), workspaceId: ctx.workspace.id, fileName, count: prices.length, createdBy: ctx.actor.name, createdAt: ctx.now },
      prices: jsonValue(prices),
    },
  });
  const list = shapeOf(row);
  await emit(ctx, { type: 'llm_price_list.replaced', subject: 'llm_price_list', payload: { id: row.id, fileName, count: row.count } });
  const about = { resourceType: 'llm_price_list' as const, resourceId: row.id, resourceName: fileName };
  await audit(ctx, { action: 'llm_price_list.replace', ...about, before, after: list });
  return { ...told, list };
}

/** Takes the uploaded list back: the one that ships is in force again. */
export async function removePriceList(ctx: Ctx): Promise<undefined> {
  await lockRow(ctx, 'workspaces', ctx.workspace.id);
  const list = await getPriceList(ctx);
  if (list.id === undefined) throw problem('not_found', 'No list was uploaded: the one that ships is in force.');
  await ctx.tx.llmPriceList.updateMany({ where: { endedAt: null }, data: { endedAt: ctx.now } });
  await emit(ctx, { type: 'llm_price_list.removed', subject: 'llm_price_list', payload: { id: list.id } });
  const about = { resourceType: 'llm_price_list' as const, resourceId: list.id, resourceName: list.fileName ?? '' };
  await audit(ctx, { action: 'llm_price_list.remove', ...about, before: list });
}

/** The prices of the list before that stay, until the instant from which the new ones apply. */
async function staying(ctx: Ctx, until: string | undefined): Promise<LLMCostPrice[]> {
  if (until === undefined) return [];
  const end = new Date(Date.parse(until)).toISOString();
  return (await listedPrices(ctx))
    .filter(({ effectiveFrom }) => Date.parse(effectiveFrom) < Date.parse(end))
    .map((price) =>
      price.effectiveTo !== undefined && Date.parse(price.effectiveTo) <= Date.parse(end) ? price : { ...price, effectiveTo: end },
    );
}

function listed(
  ctx: Ctx,
  { provider, model, name, pricing, from, to }: FilePrices['prices'][number],
  begins: string | undefined,
): LLMCostPrice {
  return {
    id: newId(),
    provider: { id: provider, name: providerName(provider) },
    model: { id: model, name },
    pricing,
    currency: 'USD',
    source: 'system',
    effectiveFrom: from ?? (begins === undefined ? EVER : new Date(Date.parse(begins)).toISOString()),
    ...(to !== undefined && { effectiveTo: to }),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
}

function csvRows(text: string): PriceRow[] {
  const first = text.slice(0, text.indexOf('\n') + 1 || undefined);
  const delimiter = [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] as string;
  try {
    const [head = [], ...rows]: string[][] = parse(text, {
      ...{ bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, to: PRICES_MAX + 2 },
      record_delimiter: ['\r\n', '\n', '\r'], // each line ends as it does
    });
    const names = head.map((name) => name.trim().toLowerCase().replace(/\s+/g, '_'));
    return rows.map((cells, i) => ({ at: `row ${i + 1}`, cells: Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])) }));
  } catch (e) {
    throw problem('validation_failed', `The file cannot be read as CSV: ${(e as Error).message}.`, { cause: e });
  }
}

function pricesOfJson(text: string): FilePrices {
  const heavy = isHeavierThan(text, VALUES_MAX, NESTING_MAX);
  if (heavy) throw problem('limit_exceeded', 'The file holds more than a list of prices may. Upload it in parts.');
  let value: unknown;
  try {
    value = parseExactly(text.replace(/^\uFEFF/, ''));
  } catch (e) {
    throw problem('malformed_json', `The file is not valid JSON: ${(e as Error).message}.`, { cause: e });
  }
  if (isSharedMap(value)) return pricesOfSharedMap(value);
  const { data, prices } = (value ?? {}) as { data?: unknown; prices?: unknown };
  const rows = [value, prices, data].find(Array.isArray);
  if (!rows) throw problem('validation_failed', 'The file is no list of prices: send rows, or a map of models with their prices.');
  return pricesOfRows(rows.map((row, i) => ({ at: `row ${i + 1}`, cells: cellsOf(row) })));
}

/** A row of JSON as a row of a table; the prices may stand under `pricing`, and names as objects, as in our own answers. */
function cellsOf(row: unknown): Record<string, string> {
  if (typeof row !== 'object' || row === null) return {};
  const { pricing, ...rest } = row as Record<string, unknown>;
  const all = Object.entries({ ...rest, ...(typeof pricing === 'object' ? pricing : {}) });
  const textOf = (value: unknown): string => {
    if (value instanceof WrittenNumber) return value.text;
    if (typeof value === 'object' && value !== null && 'id' in value) return textOf(value.id);
    return typeof value === 'string' ? value : '';
  };
  return Object.fromEntries(all.map(([name, value]) => [name, textOf(value)]));
}
