/** A billing profile by what decides whether it may be changed. */
export interface ProfileStanding {
  key: string;
  isDefault: boolean;
  isDeleted: boolean;
  /** Customers that are pinned to it. */
  pins: number;
}

export type ProfileRequest =
  | { act: 'create'; key: string; isDefault: boolean }
  | { act: 'update'; key: string; isDefault: boolean }
  | { act: 'delete' | 'get' | 'pin'; key: string };

export type ProfileCode =
  | 'profile_not_found'
  | 'profile_already_deleted'
  | 'profile_referenced'
  | 'default_profile_cannot_be_deleted'
  | 'default_profile_cannot_be_unset';

/**
 * Decides a request on the billing profiles of a workspace. Once there is a default there is always exactly one: another takes its place, and
 * it is neither deleted nor unset.
 */
export function decideProfile(
  profiles: readonly ProfileStanding[],
  request: ProfileRequest,
): { profiles: readonly ProfileStanding[]; code: ProfileCode | null } {
  const { key } = request;
  const refused = (code: ProfileCode) => ({ profiles, code });
  const done = (next: readonly ProfileStanding[]) => ({ profiles: next, code: null });
  if (request.act === 'create') {
    const created = { key, isDefault: request.isDefault, isDeleted: false, pins: 0 };
    return done([...(request.isDefault ? demoted(profiles) : profiles), created]);
  }
  const profile = profiles.find((other) => other.key === key);
  if (!profile) return refused('profile_not_found');
  const changed = (all: readonly ProfileStanding[], change: Partial<ProfileStanding>) =>
    done(all.map((other) => (other.key === key ? { ...other, ...change } : other)));
  switch (request.act) {
    case 'get':
      return done(profiles);
    case 'update':
      if (profile.isDeleted) return refused('profile_already_deleted');
      if (profile.isDefault && !request.isDefault) return refused('default_profile_cannot_be_unset');
      return changed(request.isDefault ? demoted(profiles) : profiles, { isDefault: request.isDefault });
    case 'pin':
      return profile.isDeleted ? refused('profile_already_deleted') : changed(profiles, { pins: profile.pins + 1 });
    case 'delete':
      if (profile.isDeleted) return done(profiles);
      if (profile.isDefault) return refused('default_profile_cannot_be_deleted');
      return profile.pins > 0 ? refused('profile_referenced') : changed(profiles, { isDeleted: true });
  }
}

const demoted = (profiles: readonly ProfileStanding[]): ProfileStanding[] => profiles.map((profile) => ({ ...profile, isDefault: false }));
