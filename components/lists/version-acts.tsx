import { Archive, Rocket, Trash2 } from 'lucide-react';
import type { BulkAct } from './bulk-acts';

/** Something that is sold in versions, as a list shows it: the version that leads, and the draft if there is one. */
interface Versioned {
  lead: { id: string };
  status: string;
  draft?: { id: string } | undefined;
}

interface Calls {
  publish: (id: string) => Promise<unknown>;
  archive: (id: string) => Promise<unknown>;
  remove: (id: string) => Promise<unknown>;
}

/** The version that an act is for; a thing without one is refused with the reason. */
function idOf(version: { id: string } | undefined, reason: string): string {
  if (!version) throw new Error(reason);
  return version.id;
}

const NO_DRAFT = 'It has no draft.';

/** Acts on several plans or add-ons at once. */
export const versionActs = ({ publish, archive, remove }: Calls): readonly BulkAct<Versioned>[] => [
  {
    label: 'Publish drafts',
    icon: <Rocket />,
    warning: () => 'The drafts go on sale and replace the current versions. Drafts with issues are not published.',
    run: async ({ draft }) => publish(idOf(draft, NO_DRAFT)),
  },
  {
    label: 'Archive',
    icon: <Archive />,
    critical: true,
    warning: () => 'No new sales. Current subscribers keep them at the same prices.',
    run: async ({ lead, status }) => archive(idOf(status === 'active' ? lead : undefined, 'It is not being sold.')),
  },
  {
    label: 'Delete drafts',
    icon: <Trash2 />,
    critical: true,
    warning: () => 'The drafts are deleted. Published versions stay.',
    run: async ({ draft }) => remove(idOf(draft, NO_DRAFT)),
  },
];
