import { compareInstants } from '@/lib/time';
import type { PendingLine } from './pending';

/** Place of a line of a subscription: waiting, on a draft, or on an invoice that cannot be changed any more. */
export type Place = 'pending' | 'draft' | 'issued';

/** A line that exists. `id` names it where it is. */
export interface Part {
  id: string;
  place: Place;
  line: PendingLine;
}

/**
 * A step that brings what exists to what is to be. On an invoice that was issued nothing changes: of what the line should have been a credit
 * note is proposed (`credit`; `line` null means it should not be there).
 */
export type SyncStep =
  | { kind: 'create'; line: PendingLine }
  | { kind: 'update'; part: Part; line: PendingLine }
  | { kind: 'delete'; part: Part }
  | { kind: 'credit'; part: Part; line: PendingLine | null };

/**
 * Compares the lines that a subscription is to be billed with those that exist, by reference. The answer depends on nothing else, so that it may
 * be asked at any time and as often as one likes: when its steps are done, there are none. Lines that were edited by hand are left alone.
 */
export function reconcile(parts: readonly Part[], targets: readonly PendingLine[]): SyncStep[] {
  const existing = new Map<string, Part[]>();
  for (const part of parts) existing.set(part.line.ref, [...(existing.get(part.line.ref) ?? []), part]);
  const wanted = new Map(targets.map((line) => [line.ref, line]));
  const steps = targets.flatMap((target): SyncStep[] => {
    const own = existing.get(target.ref);
    return own ? changeParts(own, target) : [{ kind: 'create', line: target }];
  });
  const gone = [...existing].flatMap(([ref, own]) => (wanted.has(ref) ? [] : own.flatMap((part) => removal(part))));
  return [...gone, ...steps];
}

function removal(part: Part): SyncStep[] {
  if (part.line.isManual) return [];
  return [part.place === 'issued' ? { kind: 'credit', part, line: null } : { kind: 'delete', part }];
}

function changeParts(own: readonly Part[], target: PendingLine): SyncStep[] {
  if (own.some(({ line }) => line.isManual)) return [];
  const parts = own.toSorted((a, b) => compareInstants(a.line.servicePeriod.from, b.line.servicePeriod.from));
  const end = target.servicePeriod.to;
  return parts.flatMap((part, i): SyncStep[] => {
    const { from, to } = part.line.servicePeriod;
    const isFlat = target.feature === null;
    if (!isFlat && compareInstants(from, end) >= 0) return removal(part);
    const isLast = i === parts.length - 1;
    const until = isLast || compareInstants(to, end) > 0 ? end : to;
    const grows = compareInstants(until, to) > 0;
    // Usage that was billed stays billed when the period grows; the rest of it is a further part.
    if (grows && part.place === 'issued' && !isFlat) return [{ kind: 'create', line: { ...target, servicePeriod: { from: to, to: end } } }];
    const start = parts.length > 1 && i > 0 ? from : target.servicePeriod.from;
    const servicePeriod = { from: start, to: until };
    const line: PendingLine = { ...target, servicePeriod, invoiceAt: until === end ? target.invoiceAt : part.line.invoiceAt };
    if (part.place === 'issued') return isSameBill(part.line, line) ? [] : [{ kind: 'credit', part, line }];
    return isSame(part.line, line) ? [] : [{ kind: 'update', part, line }];
  });
}

/** A flat line is the same bill when its amount is, usage when its period is. */
const isSameBill = (a: PendingLine, b: PendingLine): boolean =>
  a.feature === null ? JSON.stringify(a.card.price) === JSON.stringify(b.card.price) : a.servicePeriod.to === b.servicePeriod.to;

const isSame = (a: PendingLine, b: PendingLine): boolean =>
  JSON.stringify([a.servicePeriod, a.group, a.invoiceAt, a.card]) === JSON.stringify([b.servicePeriod, b.group, b.invoiceAt, b.card]);
