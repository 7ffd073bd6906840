import { fire, type InvoiceFacts, type InvoiceState, type InvoiceTrigger } from './invoice-state';

/** State of an invoice at a payment provider. */
export type ProviderState = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

/** An event of the provider, with the provider's state as it is now, however old the event. */
export interface PaymentEvent {
  type: string;
  providerState: ProviderState;
  /** The provider could not finalise the invoice. */
  finalizationFailed?: boolean;
}

interface Reaction {
  trigger: InvoiceTrigger;
  /** The states of the provider in which the event still says how things are. */
  when: readonly ProviderState[];
}

const reactions: Record<string, Reaction> = {
  'invoice.paid': { trigger: 'paid', when: ['paid'] },
  'invoice.payment_failed': { trigger: 'failed', when: ['open'] },
  'invoice.payment_action_required': { trigger: 'action_required', when: ['open'] },
  'invoice.overdue': { trigger: 'overdue', when: ['open'] },
  'invoice.marked_uncollectible': { trigger: 'uncollectible', when: ['uncollectible'] },
  'invoice.voided': { trigger: 'void', when: ['void'] },
};

/** Events that are known and change no state: `invoice.paid` is the one that counts. */
const QUIET = ['invoice.sent', 'invoice.payment_succeeded', 'invoice.finalization_failed', 'setup_intent.succeeded'];

const facts: InvoiceFacts = {
  autoAdvance: true,
  collectionReached: true,
  draftOver: true,
  hasCritical: false,
  hasLines: true,
  draftSynced: true,
  issuingSynced: true,
};

/**
 * Returns the state of an invoice after an event, or null for an event that is not known. An event is a hint: only the provider's present state
 * counts, so what is late or out of order, or asks for a step that is not possible, changes nothing.
 */
export function afterPaymentEvent(state: InvoiceState, event: PaymentEvent): { state: InvoiceState; wasSent: boolean } | null {
  const wasSent = event.type === 'invoice.sent';
  if (event.type === 'invoice.finalization_failed' && event.finalizationFailed && state === 'issuing.syncing')
    return { state: 'issuing.failed', wasSent };
  const reaction = Object.hasOwn(reactions, event.type) ? reactions[event.type] : undefined;
  if (!reaction) return QUIET.includes(event.type) ? { state, wasSent } : null;
  if (!reaction.when.includes(event.providerState)) return { state, wasSent };
  // The provider's word ends what is overdue here; people cannot.
  if (reaction.trigger === 'void' && state === 'overdue') return { state: 'voided', wasSent };
  const result = fire(state, reaction.trigger, facts);
  return { state: 'state' in result ? result.state : state, wasSent };
}
