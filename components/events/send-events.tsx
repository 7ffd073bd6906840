'use client';

import { exampleCall, snippet } from '@/components/api/snippet';
import { CodeBlock } from '@/components/ui/code-block';
import { useOrigin } from '@/components/ui/origin';
import { TextLink } from '@/components/ui/text-link';
import { ingestEvents } from '@/lib/api/metering/events';

const EVENT = {
  specversion: '1.0',
  id: 'request-1',
  source: 'my-service',
  type: 'llm.request',
  subject: 'acme',
  data: { tokens: 374, model: 'small' },
};

/** Shows a command that sends a first event, ready to be copied. */
export function SendEvents() {
  const origin = useOrigin();
  const command = snippet('curl', exampleCall('', ingestEvents, { body: EVENT }), origin);
  return (
    <div className="mx-auto flex w-full max-w-160 flex-col gap-2 px-4 pb-10 text-left">
      <CodeBlock label="From a terminal" code={command} />
      <p className="text-muted text-sm">
        You need an <TextLink href="/settings/api-keys">API key</TextLink> with the role Editor. The answer is 202 when the event is stored.
        Sending the same source and ID again is safe.
      </p>
    </div>
  );
}
