/** Facts that decide where an invoice goes on to. */
export interface InvoiceFacts {
  autoAdvance: boolean;
  /** The wait for late usage is over. */
  collectionReached: boolean;
  /** The time for looking at a draft is over. */
  draftOver: boolean;
  hasCritical: boolean;
  hasLines: boolean;
  /** The application outside has confirmed the draft, or the issue; true where none is asked. */
  draftSynced: boolean;
  issuingSynced: boolean;
}

type Guard = (facts: InvoiceFacts) => boolean;

interface Rule {
  /** May lines and parties be changed? */
  editable?: true;
  deletable?: true;
  /** Steps that are taken without being asked, the first whose guard holds. */
  next?: readonly { to: InvoiceState; when?: Guard }[];
  /** State after the work of this one went wrong. */
  failed?: InvoiceState;
  on?: Partial<Record<InvoiceTrigger, InvoiceState>>;
}

/** Something that is done to an invoice, by people, by time, or by a payment provider. */
export type InvoiceTrigger =
  | 'advance'
  | 'approve'
  | 'retry'
  | 'edit'
  | 'delete'
  | 'snapshot_quantities'
  | 'void'
  | 'authorized'
  | 'paid'
  | 'failed'
  | 'action_required'
  | 'overdue'
  | 'uncollectible';

const clear: Guard = ({ hasCritical }) => !hasCritical;
const whole = { editable: true, deletable: true } as const;
const dunning = {
  failed: 'payment_processing.failed',
  action_required: 'payment_processing.action_required',
  overdue: 'overdue',
  uncollectible: 'uncollectible',
} as const;
const settling = {
  authorized: 'payment_processing.booking_authorized',
  paid: 'payment_processing.booking_authorized_and_settled',
} as const;
const again = { retry: 'payment_processing.pending' } as const;
const voiding = { void: 'voided' } as const;

/** Without one of its entries, for a state that cannot become itself. */
function except<T extends object, K extends keyof T>(all: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = all;
  return rest;
}

/** States of an invoice and the ways between them, written once. */
const states = {
  'draft.created': { ...whole, next: [{ to: 'draft.waiting_for_collection' }], failed: 'draft.invalid' },
  'draft.waiting_for_collection': {
    ...whole,
    next: [{ to: 'draft.collecting', when: ({ collectionReached }) => collectionReached }],
    on: { snapshot_quantities: 'draft.collecting' },
  },
  'draft.collecting': { ...whole, next: [{ to: 'draft.validating' }], failed: 'draft.invalid' },
  'draft.updating': { deletable: true, next: [{ to: 'draft.waiting_for_collection' }], failed: 'draft.invalid' },
  'draft.validating': {
    ...whole,
    next: [
      { to: 'draft.syncing', when: clear },
      { to: 'draft.invalid', when: ({ hasCritical }) => hasCritical },
    ],
    failed: 'draft.invalid',
  },
  'draft.invalid': { ...whole, on: { retry: 'draft.validating' } },
  'draft.syncing': {
    deletable: true,
    next: [
      { to: 'draft.waiting_auto_approval', when: (facts) => facts.draftSynced && clear(facts) && facts.autoAdvance },
      { to: 'draft.manual_approval_needed', when: (facts) => facts.draftSynced && clear(facts) && !facts.autoAdvance },
    ],
    failed: 'draft.sync_failed',
  },
  'draft.sync_failed': { ...whole, on: { retry: 'draft.validating' } },
  'draft.manual_approval_needed': { ...whole, on: { approve: 'draft.ready_to_issue' } },
  'draft.waiting_auto_approval': {
    ...whole,
    next: [{ to: 'draft.ready_to_issue', when: (facts) => facts.autoAdvance && facts.draftOver && clear(facts) }],
    on: { approve: 'draft.ready_to_issue' },
  },
  'draft.ready_to_issue': {
    ...whole,
    next: [{ to: 'issuing.line_finalization', when: ({ hasLines }) => hasLines }, { to: 'delete.syncing' }],
  },
  'issuing.line_finalization': { deletable: true, next: [{ to: 'issuing.syncing' }], failed: 'issuing.line_finalization_failed' },
  'issuing.line_finalization_failed': { deletable: true, on: { retry: 'issuing.line_finalization' } },
  'issuing.syncing': {
    deletable: true,
    next: [{ to: 'issuing.charge_booking', when: ({ issuingSynced }) => issuingSynced }],
    failed: 'issuing.failed',
  },
  'issuing.failed': { deletable: true, on: { retry: 'issuing.syncing' } },
  'issuing.charge_booking': { deletable: true, next: [{ to: 'issued' }], failed: 'issuing.charge_booking_failed' },
  'issuing.charge_booking_failed': { deletable: true, on: { retry: 'issuing.charge_booking' } },
  issued: { next: [{ to: 'payment_processing.pending' }], on: voiding },
  'payment_processing.pending': { on: { ...settling, ...dunning, ...voiding } },
  'payment_processing.authorized': { on: { paid: 'payment_processing.booking_settled', ...dunning, ...voiding } },
  'payment_processing.failed': { on: { ...settling, ...except(dunning, 'failed'), ...voiding, ...again } },
  'payment_processing.action_required': { on: { ...settling, ...except(dunning, 'action_required'), ...voiding, ...again } },
  overdue: { on: { ...settling, ...except(dunning, 'overdue'), ...again } },
  uncollectible: { on: { ...settling, ...voiding } },
  'payment_processing.booking_authorized': {
    next: [{ to: 'payment_processing.authorized' }],
    failed: 'payment_processing.booking_authorized_failed',
    on: voiding,
  },
  'payment_processing.booking_authorized_failed': { on: { retry: 'payment_processing.booking_authorized', ...voiding } },
  'payment_processing.booking_settled': { next: [{ to: 'paid' }], failed: 'payment_processing.booking_settled_failed', on: voiding },
  'payment_processing.booking_settled_failed': { on: { retry: 'payment_processing.booking_settled', ...voiding } },
  'payment_processing.booking_authorized_and_settled': {
    next: [{ to: 'paid' }],
    failed: 'payment_processing.booking_authorized_and_settled_failed',
    on: voiding,
  },
  'payment_processing.booking_authorized_and_settled_failed': {
    on: { retry: 'payment_processing.booking_authorized_and_settled', ...voiding },
  },
  'delete.in_progress': { next: [{ to: 'delete.syncing' }], failed: 'delete.failed' },
  'delete.syncing': { next: [{ to: 'deleted' }], failed: 'delete.failed' },
  'delete.failed': { deletable: true },
  deleted: {},
  paid: {},
  voided: {},
} as const satisfies Record<string, UntypedRule>;

/** A rule before the names of the states are known, from which they are taken. */
interface UntypedRule extends Omit<Rule, 'next' | 'failed' | 'on'> {
  next?: readonly { to: string; when?: Guard }[];
  failed?: string;
  on?: Partial<Record<InvoiceTrigger, string>>;
}

export type InvoiceState = keyof typeof states;
const table: Record<InvoiceState, Rule> = states;

export const INVOICE_STATES = Object.keys(states) as InvoiceState[];

export type InvoiceError = 'invoice_cannot_advance' | 'invoice_cannot_be_edited' | 'invoice_action_not_available';

/** The work of a state: true when it was done, false when it went wrong. */
export type Work = (state: InvoiceState) => boolean;
const allGoesWell: Work = () => true;

/**
 * Fires a trigger and takes the automatic steps that follow, as far as they go. `work` does what each state is there for as it is entered.
 * Returns the state that the invoice is in then, or why the trigger is not possible.
 */
export function fire(
  state: InvoiceState,
  trigger: InvoiceTrigger,
  facts: InvoiceFacts,
  work: Work = allGoesWell,
): { state: InvoiceState } | { error: InvoiceError } {
  const to = targetOf(state, trigger, facts);
  if (to === null) return { error: errorOf(trigger) };
  // To retry says that the faults were seen to: they are warnings from then on.
  return { state: settle(to, trigger === 'retry' ? { ...facts, hasCritical: false } : facts, work) };
}

function targetOf(state: InvoiceState, trigger: InvoiceTrigger, facts: InvoiceFacts): InvoiceState | null {
  const { editable, deletable, on } = table[state];
  if (trigger === 'advance') return nextOf(state, facts);
  if (trigger === 'edit') return editable ? 'draft.updating' : null;
  if (trigger === 'delete') return deletable ? 'delete.in_progress' : null;
  if (state === 'draft.manual_approval_needed' && trigger === 'approve' && facts.hasCritical) return null;
  return on?.[trigger] ?? null;
}

const nextOf = (state: InvoiceState, facts: InvoiceFacts): InvoiceState | null =>
  table[state].next?.find(({ when }) => !when || when(facts))?.to ?? null;

function errorOf(trigger: InvoiceTrigger): InvoiceError {
  if (trigger === 'advance') return 'invoice_cannot_advance';
  return trigger === 'edit' ? 'invoice_cannot_be_edited' : 'invoice_action_not_available';
}

/** Enters a state and goes on by itself until something is to be waited for. */
function settle(entered: InvoiceState, facts: InvoiceFacts, work: Work): InvoiceState {
  let state = entered;
  for (;;) {
    const { failed } = table[state];
    const next: InvoiceState | null = failed && !work(state) ? failed : nextOf(state, facts);
    if (next === null) return state;
    state = next;
  }
}

/** The standing of an invoice as it is told: what may be done to it, and where that would lead if all went well. */
export interface StatusDetails {
  immutable: boolean;
  failed: boolean;
  availableActions: Partial<Record<'advance' | 'approve' | 'retry' | 'snapshot_quantities' | 'void' | 'delete', InvoiceState>>;
}

const OFFERED = ['advance', 'approve', 'retry', 'snapshot_quantities', 'void', 'delete'] as const;

export function statusDetails(state: InvoiceState, facts: InvoiceFacts): StatusDetails {
  const untroubled = { ...facts, hasCritical: false };
  const availableActions: StatusDetails['availableActions'] = {};
  for (const action of OFFERED) {
    const reached = targetOf(state, action, facts) === null ? null : fire(state, action, untroubled);
    if (reached && 'state' in reached) availableActions[action] = reached.state;
  }
  return { immutable: !table[state].editable, failed: state.endsWith('failed'), availableActions };
}
