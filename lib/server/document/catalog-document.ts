import 'server-only';
import { CatalogDocument } from '@/lib/catalog/document/document';
import { type ReadText, readText } from '@/lib/catalog/document/document-text';
import { invalidParameters } from '@/lib/invalid-parameters';
import { type Issue, problem } from '@/lib/problem';
import { requireStorable } from '@/lib/storable';
import { FAULTS_MAX } from '@/lib/work-limits';

/** A document that was read from a text, or taken from another workspace, where it has no lines. */
export interface Wanted {
  document: CatalogDocument;
  placeOf?: ReadText['placeOf'];
}

const at = ({ line, column }: { line: number; column: number }) => `Line ${line}, column ${column}`;

/** Reads a file. Whatever is wrong with its form is refused with line, column and path. */
export function readDocument(text: string): Wanted {
  const { read, faults } = readText(text);
  if (!read) {
    const issues = faults.map(
      ({ line, column, message }): Issue => ({
        ...{ path: [], code: 'catalog_not_yaml', severity: 'critical', message: `${at({ line, column })}: ${message}` },
        attributes: { line, column },
      }),
    );
    throw problem('validation_failed', `The file is not valid YAML. ${issues[0]?.message}`, { issues });
  }
  requireStorable(read.value, '$');
  const parsed = CatalogDocument.safeParse(read.value ?? {});
  if (parsed.success) return { document: parsed.data, placeOf: read.placeOf };
  const faulty = parsed.error.issues.slice(0, FAULTS_MAX).flatMap((fault) => {
    const path = fault.path.filter((step) => typeof step !== 'symbol');
    const inside = fault.code === 'unrecognized_keys' ? [...path, ...fault.keys.slice(0, 1)] : path;
    const place = at(read.placeOf(inside));
    return invalidParameters([fault], 'body', read.value).map((parameter) => ({ ...parameter, reason: `${place}: ${parameter.reason}` }));
  });
  throw problem('invalid_parameters', `The file is not a catalog. ${faulty[0]?.field}, ${faulty[0]?.reason}`, {
    invalidParameters: faulty,
  });
}
