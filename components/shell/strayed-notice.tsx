'use client';

import { useEffect, useState } from 'react';
import { STRAYED } from '@/components/api/shown-workspace';
import { Button } from '@/components/ui/button';

/** Says that the workspace of the page is closed to the person, as soon as the API refused something for that. */
export function StrayedNotice({ workspace }: { workspace: string }) {
  const [strayed, setStrayed] = useState(false);
  useEffect(() => {
    const tell = () => setStrayed(true);
    window.addEventListener(STRAYED, tell);
    return () => window.removeEventListener(STRAYED, tell);
  }, []);
  if (!strayed) return null;
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 border-border border-b bg-warning-soft px-4 py-2">
      <p className="min-w-0 flex-1">You are no longer a member of “{workspace}”. This page shows older data, and changes are not saved.</p>
      <Button onClick={() => window.location.assign('/')}>Open another workspace</Button>
    </div>
  );
}
