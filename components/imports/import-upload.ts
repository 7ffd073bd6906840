'use client';

import { failure } from '@/components/api/client';
import { shownWorkspace } from '@/components/api/shown-workspace';
import { createUsageImport, previewUsageImport, type UsageImport, type UsageImportPreview } from '@/lib/api/metering/usage-imports';
import { urlOf } from '@/lib/api/url';
import { UsageMapping } from '@/lib/metering/usage-mapping';
import { converter } from '@/lib/wire';

const SAMPLE_BYTES = 256 * 1024;
const TYPE = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The whole lines at the beginning of a file, enough to see what it holds. */
export async function beginningOf(file: File): Promise<string> {
  const text = await file.slice(0, SAMPLE_BYTES).text();
  return file.size <= SAMPLE_BYTES ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

const mappingText = (mapping: UsageMapping) => JSON.stringify(converter(UsageMapping).toWire(mapping));

/** Asks the server what the first rows would become; without a mapping, for columns and cells only. */
export async function preview(
  beginning: string,
  as: { mapping: UsageMapping } | { format: 'csv' | 'ndjson'; delimiter: string },
  signal: AbortSignal,
): Promise<UsageImportPreview> {
  const query = 'mapping' in as ? { mapping: mappingText(as.mapping) } : as;
  const format = 'mapping' in as ? as.mapping.format : as.format;
  const response = await fetch(urlOf(previewUsageImport, { query }), {
    method: 'POST',
    body: beginning,
    headers: { 'content-type': TYPE[format], ...shownWorkspace() },
    signal,
  });
  if (!response.ok) throw await failure(response);
  return converter(previewUsageImport.result).fromWire(await response.json()) as UsageImportPreview;
}

/**
 * Sends a file and gives the finished import. `onSent` hears how many bytes are on their way: only the older of the browser's two ways to
 * send can tell. Aborting stops the import where it is; what was accepted until then stays.
 */
export function upload(file: File, mapping: UsageMapping, onSent: (bytes: number) => void, signal: AbortSignal): Promise<UsageImport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', urlOf(createUsageImport, { query: { mapping: mappingText(mapping), fileName: file.name } }));
    for (const [name, value] of Object.entries(shownWorkspace())) request.setRequestHeader(name, value);
    request.setRequestHeader('content-type', TYPE[mapping.format]);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status, statusText: request.statusText });
      if (!response.ok) return void failure(response).then(reject);
      resolve(converter(createUsageImport.result).fromWire(JSON.parse(request.responseText)) as UsageImport);
    };
    request.onerror = () => reject(new Error('Connection lost. Accepted rows are kept. Import the file again to continue.'));
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
