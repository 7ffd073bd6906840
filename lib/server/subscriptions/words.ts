import 'server-only';
import type { Currency } from '@/lib/currency';
import { describePrice } from '@/lib/pricing/describe';
import type { Act, NegotiatedTerm } from '@/lib/subscription/life';

function patchWords(patch: Extract<Act, { kind: 'edit' }>['patches'][number]): string {
  switch (patch.op) {
    case 'add_item':
      return `${patch.rateCard.name} added to ${patch.phase}`;
    case 'change_item':
      return `${patch.rateCard.name} changed in ${patch.phase}`;
    case 'remove_item':
      return `${patch.item} removed from ${patch.phase}`;
    case 'add_phase':
      return `Phase ${patch.name ?? patch.phase} added`;
    case 'remove_phase':
      return `Phase ${patch.phase} removed`;
    case 'stretch_phase':
      return patch.extendBy.startsWith('-') ? `Phase ${patch.phase} shortened` : `Phase ${patch.phase} extended`;
    case 'unschedule_edit':
      return 'Scheduled edits taken back';
  }
}

/** A negotiated term in words: what is other than in the plan. */
export function termWords({ item, phase, set, reason }: NegotiatedTerm, currency: Currency): string {
  const parts = [
    set.price ? describePrice({ key: item, name: item, price: set.price }, currency) : undefined,
    set.discounts?.percentage === undefined ? undefined : `${set.discounts.percentage}% off`,
    set.discounts?.usage === undefined ? undefined : `${set.discounts.usage} free`,
    set.discounts === null ? 'no discount' : undefined,
    set.commitments === null ? 'no commitment' : set.commitments ? 'another commitment' : undefined,
    set.entitlement === null ? 'no entitlement' : set.entitlement ? 'another entitlement' : undefined,
    set.paymentTerm ? `paid ${set.paymentTerm === 'in_advance' ? 'in advance' : 'in arrears'}` : undefined,
    set.unitConfig === null ? 'no unit conversion' : set.unitConfig ? 'another unit conversion' : undefined,
  ].filter((part) => part !== undefined);
  const what = parts.length ? parts.join(', ') : 'as in the plan again';
  return `${item}${phase ? ` in ${phase}` : ''}: ${what}${reason ? ` (${reason})` : ''}`;
}

/** An act in words. */
export function actWords(act: Act, currency: Currency, addOnName: (attachment: string) => string): string {
  switch (act.kind) {
    case 'cancel':
      return act.successor ? 'Changes to another plan' : 'Ends';
    case 'continue':
      return 'Continues: its end was taken back';
    case 'withdraw':
      return 'Took back what was scheduled';
    case 'edit':
      return act.patches.map(patchWords).join('; ');
    case 'attach':
      return `${act.quantity} × ${act.addOn.name} added`;
    case 'add_on_quantity':
      return act.quantity === 0 ? `${addOnName(act.attachment)} given up` : `${addOnName(act.attachment)} set to ${act.quantity}`;
    case 'pause':
      return 'Pauses';
    case 'resume':
      return 'Resumes';
    case 'seats':
      return `${act.item} set to ${act.quantity}`;
    case 'amend':
      return `Moved to version ${act.plan.version} of ${act.plan.name}`;
    case 'negotiate':
      return `Agreed: ${act.terms.map((term) => termWords(term, currency)).join('; ')}`;
  }
}
