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

const PATIENCE_MS = 5_000;

/**
 * The same for a form that may still have to be drawn, or even loaded: waits for the field for a while. Whatever the person does in the
 * meantime (a key, another place) ends the waiting: the focus is theirs.
 */
export function focusFieldSoon(form: HTMLElement, rest: readonly PathStep[]): void {
  const end = new AbortController();
  // The current form may belong to another part: the one to look in comes with the next picture.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (end.signal.aborted || focusField(form, rest)) return end.abort();
      const watch = new MutationObserver(() => focusField(form, rest) && end.abort());
      watch.observe(form, { childList: true, subtree: true });
      end.signal.addEventListener('abort', () => watch.disconnect());
    }),
  );
  for (const act of ['keydown', 'pointerdown'] as const)
    document.addEventListener(act, () => end.abort(), { capture: true, signal: end.signal });
  setTimeout(() => end.abort(), PATIENCE_MS);
}
