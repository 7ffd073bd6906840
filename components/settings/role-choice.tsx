'use client';

import { useViewer } from '@/components/shell/viewer';
import { RadioGroup } from '@/components/ui/radio-group';
import { mayAssign, ROLE_SUMMARY, Role } from '@/lib/api/role';

/** "Editor". */
export const roleName = (role: Role): string => role.charAt(0).toUpperCase() + role.slice(1);

/** The roles that the viewer may give, each with what it is for. */
export function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const viewer = useViewer();
  return (
    <RadioGroup
      value={value}
      onValueChange={onChange}
      options={Role.options
        .filter((role) => mayAssign(viewer.role, role))
        .map((role) => ({ value: role, label: roleName(role), hint: ROLE_SUMMARY[role] }))}
    />
  );
}
