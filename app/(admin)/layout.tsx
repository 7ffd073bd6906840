import { cookies } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { SecondFactorNeeded } from '@/components/settings/second-factor-needed';
import { NoWorkspace } from '@/components/shell/no-workspace';
import { Shell } from '@/components/shell/shell';
import { SIDEBAR_COOKIE } from '@/components/shell/sidebar-cookie';
import { ViewerProvider } from '@/components/shell/viewer';
import { ClockProvider } from '@/components/ui/clock';
import { pageNow, requireCaller } from '@/lib/server/api/page-caller';

/** The frame of every signed-in page. Who is not signed in goes to the sign-in page from here. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { person, principal, barred } = await requireCaller();
  if (barred) return <SecondFactorNeeded />;
  if (!principal) return <NoWorkspace email={person.user.email} />;
  const { role, workspace } = principal;
  return (
    <ViewerProvider viewer={{ user: person.user, role, workspace }}>
      <ClockProvider standing={workspace.sandbox ? await pageNow() : null}>
        <Shell
          user={person.user}
          role={role}
          workspace={workspace}
          workspaces={person.memberships.map((m) => m.workspace)}
          sidebarCompact={(await cookies()).get(SIDEBAR_COOKIE)?.value === 'compact'}
        >
          <NuqsAdapter>{children}</NuqsAdapter>
        </Shell>
      </ClockProvider>
    </ViewerProvider>
  );
}
