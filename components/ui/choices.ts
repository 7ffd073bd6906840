export type Choice = {
  value: string;
  label: string;
  /** At the right, quiet: a key, a code. Searched too. */
  hint?: string;
  /** Under the label: what it is. */
  detail?: string;
  /** Other words it is found by. */
  keywords?: readonly string[];
  group?: string;
  disabled?: boolean;
};

export type Row = { kind: 'heading'; text: string } | { kind: 'choice'; choice: Choice; section: string };

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The choices that contain every typed word, in any order, without regard to case and accents. Those whose name or key begins with what
 * is typed come first; otherwise the order stays.
 */
export function matching(choices: readonly Choice[], query: string): readonly Choice[] {
  const typed = plain(query.trim());
  if (typed === '') return choices;
  const words = typed.split(/\s+/);
  const hits = choices.filter((choice) => {
    const text = plain([choice.label, choice.hint, choice.detail, ...(choice.keywords ?? [])].join(' '));
    return words.every((word) => text.includes(word));
  });
  const begins = (choice: Choice) => plain(choice.label).startsWith(typed) || plain(choice.hint ?? '').startsWith(typed);
  return [...hits.filter(begins), ...hits.filter((choice) => !begins(choice))];
}

/** Choices as rows under headings: the recent ones that are among them first, then the rest by group. No choice stands twice. */
export function rowsOf(choices: readonly Choice[], recentValues: readonly string[]): Row[] {
  const recent = recentValues.flatMap((value) => choices.find((choice) => choice.value === value) ?? []).slice(0, 5);
  const rest = choices.filter((choice) => !recent.includes(choice));
  const rows: Row[] = [];
  const section = (text: string | undefined, list: readonly Choice[]) => {
    if (list.length === 0) return;
    if (text !== undefined) rows.push({ kind: 'heading', text });
    for (const choice of list) rows.push({ kind: 'choice', choice, section: text ?? '' });
  };
  section('Recent', recent);
  const groups = [...new Set(rest.map((choice) => choice.group))];
  for (const group of groups) {
    const heading = group ?? (recent.length > 0 ? 'All' : undefined);
    section(
      heading,
      rest.filter((choice) => choice.group === group),
    );
  }
  return rows;
}
