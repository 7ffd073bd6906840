'use client';

import { useState } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog } from '@/components/ui/dialog';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { TextLink } from '@/components/ui/text-link';
import { type ExampleCall, type SnippetLanguage, snippet } from './snippet';

const LANGUAGES = [
  { value: 'curl', label: 'curl' },
  { value: 'javascript', label: 'JavaScript' },
  { value: 'python', label: 'Python' },
] as const satisfies readonly { value: SnippetLanguage; label: string }[];

export function ApiExamples({ name, calls, onClose }: { name: string; calls: readonly ExampleCall[]; onClose: () => void }) {
  const [language, setLanguage] = useState<SnippetLanguage>('curl');
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={`${name} from the API`}
      description={
        <>
          With an <TextLink href="/settings/api-keys">API key</TextLink> in RATEBOOK_API_KEY. All operations stand in the{' '}
          <TextLink href="/docs">reference</TextLink>.
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SegmentedControl label="Language" value={language} onValueChange={setLanguage} segments={LANGUAGES} />
        {calls.map((call) => (
          <CodeBlock key={call.title} label={call.title} code={snippet(language, call, window.location.origin)} />
        ))}
      </div>
    </Dialog>
  );
}
