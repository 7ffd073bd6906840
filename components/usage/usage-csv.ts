'use client';

import { failure } from '@/components/api/client';
import { shownWorkspace } from '@/components/api/shown-workspace';
import { downloadText } from '@/components/ui/csv';
import { queryMeter } from '@/lib/api/metering/meter-query';
import type { CallOf } from '@/lib/api/operation';
import { urlOf } from '@/lib/api/url';
import { converter } from '@/lib/wire';

/** Asks the API for usage as CSV and hands it to the browser as a file. Throws what the API refuses. */
export async function downloadUsage(input: CallOf<typeof queryMeter>, fileName: string): Promise<void> {
  const response = await fetch(urlOf(queryMeter, input), {
    method: 'POST',
    headers: { accept: 'text/csv', 'content-type': 'application/json', ...shownWorkspace() },
    body: JSON.stringify(converter(queryMeter.body).toWire(input.body)),
  });
  if (!response.ok) throw await failure(response);
  downloadText(fileName, await response.text());
}
