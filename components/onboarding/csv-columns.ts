import type { CsvColumns } from '@/lib/onboarding/from-csv';

/** Parts of a customer or subscription that a column may hold, in the order in which they are asked for. */
export const CSV_PARTS = [
  { part: 'customerKey', label: 'Customer key', names: ['customer_key', 'customer', 'customer_id', 'id', 'key', 'account'] },
  { part: 'customerName', label: 'Customer name', names: ['customer_name', 'name', 'company'] },
  { part: 'email', label: 'E-mail', names: ['email', 'e-mail', 'billing_email'] },
  { part: 'currency', label: 'Currency', names: ['currency'] },
  { part: 'plan', label: 'Plan key', names: ['plan', 'plan_key', 'product'] },
  { part: 'start', label: 'Billing begins', names: ['start', 'billing_start', 'from'] },
  { part: 'anchor', label: 'Periods counted from', names: ['anchor', 'since', 'signed_up', 'created'] },
  { part: 'discount', label: 'Percentage off', names: ['discount', 'off'] },
] as const;

export type CsvPart = (typeof CSV_PARTS)[number]['part'];
export type ChosenColumns = Partial<Record<CsvPart, string>>;

/** Returns the names of the columns in the first line of a CSV. */
export function headerOf(text: string): string[] {
  const [first = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  return first
    .split(',')
    .map((name) => name.trim().replace(/^"|"$/g, ''))
    .filter((name) => name !== '');
}

/** Chooses columns by their names, as far as they are known. */
export function guessedColumns(header: readonly string[]): ChosenColumns {
  const byName = new Map(header.map((name) => [name.toLowerCase().replaceAll(' ', '_'), name]));
  return Object.fromEntries(
    CSV_PARTS.flatMap(({ part, names }) => {
      const found = names.map((name) => byName.get(name)).find((name) => name !== undefined);
      return found ? [[part, found]] : [];
    }),
  );
}

/** Returns the columns for the request; null until the customer's key has one. */
export function columnsOf({ customerKey, ...rest }: ChosenColumns): CsvColumns | null {
  return customerKey ? { customerKey, ...Object.fromEntries(Object.entries(rest).filter(([, name]) => name)) } : null;
}
