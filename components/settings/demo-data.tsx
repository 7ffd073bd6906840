'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api/client';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toast';
import { removeDemoData } from '@/lib/api/workspace/demo-data';

/** One click that takes the demo data out of the workspace. */
export function DemoData() {
  const router = useRouter();
  const client = useQueryClient();
  const mayManage = useMay('workspace:manage');
  const [asking, setAsking] = useState(false);
  if (!mayManage) return null;
  return (
    <Section
      title="Demo data"
      description="This workspace was filled with a made-up company: its catalog, customers and fourteen months of usage."
    >
      <div>
        <Button onClick={() => setAsking(true)}>Remove the demo data</Button>
      </div>
      {asking && (
        <ConfirmDialog
          title="Remove the demo data?"
          verb="Remove demo data"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await call(removeDemoData, {});
            client.clear();
            toast.success('The demo data is removed');
            router.push('/');
            router.refresh();
          }}
        >
          <p className="text-pretty">
            All plans, features, meters, customers and usage of this workspace are removed for good, also those that were added to it since.
            The demo user, whose password everybody knows, loses access, and every API key of this workspace is revoked. Other members and
            the audit log stay. If nobody else has an account, Ratebook asks to be set up next, with the token that npm start prints.
          </p>
        </ConfirmDialog>
      )}
    </Section>
  );
}
