'use client';

import { useSyncExternalStore } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { TextLink } from '@/components/ui/text-link';

const never = () => () => {};

/** How a program sends its first event, ready to be copied. */
export function SendEvents() {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => 'http://localhost:3000',
  );
  const command = `curl ${origin}/api/v3/openmeter/events \\
  -H "Authorization: Bearer $RATEBOOK_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "specversion": "1.0",
    "id": "request-1",
    "source": "my-service",
    "type": "llm.request",
    "subject": "acme",
    "data": { "tokens": 374, "model": "small" }
  }'`;
  return (
    <div className="mx-auto flex w-full max-w-160 flex-col gap-2 px-4 pb-10 text-left">
      <CodeBlock label="From a terminal" code={command} />
      <p className="text-muted text-sm">
        You need an <TextLink href="/settings/api-keys">API key</TextLink> with the role editor. Answered with 202 when the event is safely
        stored; sending the same source and id again changes nothing.
      </p>
    </div>
  );
}
