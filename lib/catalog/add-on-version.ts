import { issueOf } from './issue-codes';
import { archiveVersion, publishVersion, statusAt, type Version, type VersionDecision } from './version';

/** Publishes the draft of an add-on now; the version sold until now ends. Add-ons have no scheduled versions, as in the reference. */
export function publishAddOnVersion(versions: readonly Version[], id: string, now: string): VersionDecision {
  const status = statusOf(versions, id, now);
  if (status === 'draft') return publishVersion(versions, id, now, now);
  const message = `This version is ${status} already. Make the next version of the add-on and publish that.`;
  return { changes: [], issues: [issueOf('addon_invalid_status_for_publish', ['status'], message)] };
}

/** Stops selling an add-on's active version now. Subscriptions that have it keep it. */
export function archiveAddOnVersion(versions: readonly Version[], id: string, now: string): VersionDecision {
  const status = statusOf(versions, id, now);
  if (status === 'active') return archiveVersion(versions, id, now, now);
  const message = `This version is ${status}. Only the active version can be archived.`;
  return { changes: [], issues: [issueOf('addon_invalid_status', ['status'], message)] };
}

function statusOf(versions: readonly Version[], id: string, now: string) {
  const version = versions.find((candidate) => candidate.id === id);
  if (!version) throw new Error(`version ${id} is not among the versions of its key`);
  return statusAt(version, now);
}
