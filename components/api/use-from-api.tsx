'use client';

import { Code } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { lazy } from '@/components/ui/lazy';
import { toast } from '@/components/ui/toast';
import type { ExampleCall } from './snippet';

const ApiExamples = lazy(() => import('./api-examples').then((module) => module.ApiExamples));

/** In the header of a thing's page: how a program does what the page does, ready to be copied. The calls are loaded when they are asked for. */
export function UseFromApi({ name, load }: { name: string; load: () => Promise<readonly ExampleCall[]> }) {
  const [calls, setCalls] = useState<readonly ExampleCall[] | null>(null);
  const open = () => load().then(setCalls, (error: Error) => toast.error('The examples could not be loaded', { detail: error.message }));
  return (
    <>
      <IconButton quiet label="Use from the API" icon={<Code />} onClick={() => void open()} />
      {calls && <ApiExamples name={name} calls={calls} onClose={() => setCalls(null)} />}
    </>
  );
}
