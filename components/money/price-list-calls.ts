import { failure } from '@/components/api/client';
import { shownWorkspace } from '@/components/api/shown-workspace';
import { type PriceListUploaded, uploadPriceList } from '@/lib/api/catalog/llm-price-list';
import { urlOf } from '@/lib/api/url';
import { converter } from '@/lib/wire';

/** Sends a file of prices as it is; a dry run says what would be read of it. */
export async function sendPriceList(file: File, dryRun: boolean): Promise<PriceListUploaded> {
  const isJson = /\.json$/i.test(file.name) || file.type === 'application/json';
  const query = { fileName: file.name.slice(0, 255), dryRun: dryRun ? ('true' as const) : ('false' as const) };
  const response = await fetch(urlOf(uploadPriceList, { query }), {
    method: 'PUT',
    headers: { 'content-type': isJson ? 'application/json' : 'text/csv', accept: 'application/json', ...shownWorkspace() },
    body: file,
  });
  if (!response.ok) throw await failure(response);
  return converter(uploadPriceList.result).fromWire(await response.json()) as PriceListUploaded;
}
