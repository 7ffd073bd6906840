'use client';

import { Archive, Rocket, Trash2 } from 'lucide-react';
import { call } from '@/components/api/client';
import type { VersionedRow } from '@/components/catalog/plan-rows';
import type { BulkAct } from '@/components/lists/bulk-acts';
import { archiveAddOn, deleteAddOn, publishAddOn } from '@/lib/api/add-ons';
import type { ListedAddOn } from './live-status';

/** The version that an act is for; an add-on without one is refused with the reason. */
function need(version: ListedAddOn | undefined, reason: string): { params: { addonId: string } } {
  if (!version) throw new Error(reason);
  return { params: { addonId: version.id } };
}

const NO_DRAFT = 'It has no draft.';

/** What can be done with several add-ons at once. */
export const ADD_ON_BULK_ACTS: readonly BulkAct<VersionedRow<ListedAddOn>>[] = [
  {
    label: 'Publish drafts',
    icon: <Rocket />,
    warning: (count) =>
      `The ${count === 1 ? 'draft is' : 'drafts of these add-ons are'} sold from now on; versions sold until now end. A draft with an issue is refused.`,
    run: async ({ draft }) => call(publishAddOn, need(draft, NO_DRAFT)),
  },
  {
    label: 'Archive',
    icon: <Archive />,
    critical: true,
    warning: () => 'No draft of a plan can be published with them from now on. Who has them keeps them.',
    run: async ({ lead }) => call(archiveAddOn, need(lead.status === 'active' ? lead : undefined, 'It is not being sold.')),
  },
  {
    label: 'Delete drafts',
    icon: <Trash2 />,
    critical: true,
    warning: () => 'The drafts are gone for good; the log keeps what was in them. Versions that were sold stay.',
    run: async ({ draft }) => call(deleteAddOn, need(draft, NO_DRAFT)),
  },
];
