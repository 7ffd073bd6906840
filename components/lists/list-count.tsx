const words = new Intl.NumberFormat('en-US');

/** How many there are, beside the title of a list. */
export const ListCount = ({ total }: { total: number }) => <span className="num text-muted">{words.format(total)}</span>;
