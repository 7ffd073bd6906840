export type Noun = 'customer' | 'plan' | 'add-on' | 'feature' | 'meter';

/** Returns what is looked for, without the words around it: "go to customer acme" is the customer "acme", "acme" is anything of that name. */
export function asked(query: string): { noun: Noun | null; name: string } {
  const rest = query.trim().replace(/^(?:go to|open|show|find)\s+/i, '');
  const match = /^(customer|plan|add-on|feature|meter)s?\s+(\S.*)$/i.exec(rest);
  return match?.[1] && match[2] ? { noun: match[1].toLowerCase() as Noun, name: match[2] } : { noun: null, name: rest };
}
