import type { PathStep } from '@/lib/problem';
import { pathName } from './draft-issues';

const CONTROLS = 'input:not([type="hidden"]), select, textarea, button';

/**
 * Puts the focus into the field at a path below a form, or into the nearest one above it: an issue of a whole tier leads to the tier's
 * first cell, one of the tiers to the table. False when the form has no such field.
 */
export function focusField(form: HTMLElement, rest: readonly PathStep[]): boolean {
  for (let length = rest.length; length > 0; length--) {
    const name = pathName(rest.slice(0, length));
    const field =
      form.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`) ??
      form.querySelector<HTMLElement>(`[data-field^="${CSS.escape(name)}."]`);
    const control = field?.matches(CONTROLS) ? field : field?.querySelector<HTMLElement>(CONTROLS);
    if (!control) continue;
    control.scrollIntoView({ block: 'center' });
    control.focus();
    return true;
  }
  return false;
}
