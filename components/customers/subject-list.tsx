import { Tooltip } from '@/components/ui/tooltip';

const SHOWN = 1;

/** The first subject; the others are counted, and listed on hover. */
export function SubjectList({ subjects }: { subjects: readonly string[] }) {
  if (subjects.length === 0) return <span className="text-muted">Customer key only</span>;
  const rest = subjects.slice(SHOWN);
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="block max-w-56 truncate font-mono text-sm">{subjects.slice(0, SHOWN).join(', ')}</span>
      {rest.length > 0 && (
        <Tooltip text={rest.slice(0, 30).join(', ')}>
          <span className="num whitespace-nowrap text-muted text-sm">+{rest.length}</span>
        </Tooltip>
      )}
    </span>
  );
}
