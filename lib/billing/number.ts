const UNKNOWN = 'UNKN';

// Letters that are no letter with a mark, and so do not fall apart by themselves.
const SPELLED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ŋ: 'n',
};

/** Returns the letters of a customer's name that their invoices carry: four of one word, or two each of the first two. */
export function customerLetters(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^\p{ASCII}]/gu, (letter) => SPELLED[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z0-9\s]/g, '')
    .toUpperCase();
  const [first, second] = plain.split(/\s+/).filter(Boolean);
  if (first === undefined) return UNKNOWN;
  return second === undefined ? first.slice(0, 4) : first.slice(0, 2) + second.slice(0, 2);
}

/** Kind of a number: for lines that are gathered, for a draft, or for an invoice that is issued. */
export type NumberKind = 'gathering' | 'draft' | 'invoice';

/** Returns the number of an invoice: the kind, the customer, and a count that goes up by one and never comes again. */
export function invoiceNumber(kind: NumberKind, customerName: string, currency: string, count: number): string {
  const letters = customerLetters(customerName);
  if (kind === 'gathering') return `GATHER-${letters}-${currency}-${count}`;
  return `${kind === 'draft' ? 'DRAFT' : 'INV'}-${letters}-${count}`;
}
