import { type IssueCode, issueOf } from './issue-codes';
import { archiveVersion, deleteVersion, editIssues, nextVersion, publishVersion, unscheduleVersion } from './version';

// Versions of add-ons follow the rules of those of plans, scheduling included; only the codes of the issues are their own.

type Codes = Partial<Record<IssueCode, IssueCode>>;

/** A decision with the codes that add-ons have for what went against it. */
function inAddOnCodes<T extends { issues: ReturnType<typeof editIssues> }>(decision: T, status: IssueCode = 'addon_invalid_status'): T {
  const codes: Codes = { plan_invalid_status: status, plan_draft_exists: 'addon_draft_exists' };
  const issues = decision.issues.map((issue) => {
    const code = codes[issue.code as IssueCode];
    return code ? issueOf(code, issue.path, issue.message, issue.attributes) : issue;
  });
  return { ...decision, issues };
}

/** Publishes a draft, or moves a scheduled version, to start at `from`: see `publishVersion`. */
export function publishAddOnVersion(...given: Parameters<typeof publishVersion>) {
  return inAddOnCodes(publishVersion(...given), 'addon_invalid_status_for_publish');
}

/** Stops selling an add-on's active version at `to`. Subscriptions that have it keep it. */
export function archiveAddOnVersion(...given: Parameters<typeof archiveVersion>) {
  return inAddOnCodes(archiveVersion(...given));
}

/** Takes a scheduled version back to draft. */
export function unscheduleAddOnVersion(...given: Parameters<typeof unscheduleVersion>) {
  return inAddOnCodes(unscheduleVersion(...given));
}

/** Returns the other versions after one is deleted. Refused while it is being sold. */
export function deleteAddOnVersion(...given: Parameters<typeof deleteVersion>) {
  return inAddOnCodes(deleteVersion(...given));
}

/** The issue of changing a version that is or was sold; none while it is a draft or scheduled. */
export function editAddOnIssues(...given: Parameters<typeof editIssues>) {
  return inAddOnCodes({ issues: editIssues(...given) }).issues;
}

/** The number of the next version of a key, deleted ones counted, or the issue that there is a draft already. */
export function nextAddOnVersion(...given: Parameters<typeof nextVersion>) {
  return inAddOnCodes(nextVersion(...given));
}
