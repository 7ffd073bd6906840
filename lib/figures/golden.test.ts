// Runs samples of worked figures, which were computed independently of this code, by the rules of each room.
import { describe, expect, test } from 'vitest';
import credit from '../credit/golden/credit.json';
import ledger from '../credit/golden/ledger.json';
import { type Figure, judge } from './figure';
import { everyKind } from './tables';

const files: Record<string, Figure[]> = { credit, ledger };

describe.each(Object.entries(files))('%s', (_, figures) => {
  test.each(figures.map((figure) => [figure.id, figure] as const))('%s', (_id, figure) => {
    expect(judge(figure, everyKind)).toEqual({ result: 'exact' });
  });
});
