const words = new Intl.NumberFormat('en-US');

/** Shows the number of rows beside the title of a list. */
export const ListCount = ({ total }: { total: number }) => <span className="num text-muted">{words.format(total)}</span>;
