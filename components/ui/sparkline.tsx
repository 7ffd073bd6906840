/** The course of a figure in the size of a word. Null is a gap. Says nothing by itself: the figure stands beside it. */
export function Sparkline({ values, className = 'h-6 w-20' }: { values: readonly (string | null)[]; className?: string }) {
  const numbers = values.map((value) => (value === null ? null : Number(value)));
  const known = numbers.filter((value) => value !== null);
  if (known.length < 2) return <span className={className} />;
  const low = Math.min(0, ...known);
  const span = Math.max(...known) - low || 1;
  let path = '';
  let pen = 'M';
  for (const [index, value] of numbers.entries()) {
    if (value !== null)
      path += `${pen}${((index / (numbers.length - 1)) * 100).toFixed(2)} ${(23 - ((value - low) / span) * 22).toFixed(2)}`;
    pen = value === null ? 'M' : 'L';
  }
  return (
    <svg aria-hidden="true" viewBox="0 0 100 24" preserveAspectRatio="none" className={className}>
      <path d={path} fill="none" stroke="var(--chart-1)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
