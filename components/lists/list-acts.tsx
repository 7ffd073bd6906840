import { ExportCsv, type ExportProps } from './export-csv';
import { SavedViews } from './saved-views';

/** Actions at the right of every list: its views, and all of its rows as CSV. */
export function ListActs(props: ExportProps) {
  return (
    <>
      <SavedViews list={props.list} />
      <ExportCsv {...props} />
    </>
  );
}
