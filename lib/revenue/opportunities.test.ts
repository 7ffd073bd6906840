import { describe, expect, test } from 'vitest';
import { areSeatsFull, commitmentFit, creditsRunOut, isBack, isGrowing, nearLimit, rankOpportunities } from './opportunities';

describe('opportunities', () => {
  test('credits run out within fourteen days at the pace of four weeks', () => {
    expect(creditsRunOut('99', '200')).toBe(true);
    expect(creditsRunOut('100', '200')).toBe(false);
    expect(creditsRunOut('0', '0')).toBe(false);
  });

  test('a minimum is a risk when unused, and too low when passed, three months in a row', () => {
    expect(commitmentFit('100', ['40', '49', '49.99'])).toBe('risk');
    expect(commitmentFit('100', ['131', '140', '200'])).toBe('raise');
    expect(commitmentFit('100', ['131', '130', '200'])).toBe(null);
    expect(commitmentFit('100', ['10', '10'])).toBe(null);
  });

  test('growing is a fifth more in each of three months, to at least 50', () => {
    expect(isGrowing(['30', '40', '55', '70'])).toBe(true);
    expect(isGrowing(['30', '36', '55', '70'])).toBe(false);
    expect(isGrowing(['10', '13', '17', '23'])).toBe(false);
    expect(isGrowing(['40', '55', '70'])).toBe(false);
  });

  test('seats are full at nine in ten, two months in a row', () => {
    const month = (used: string) => ({ used, bought: '20' });
    expect(areSeatsFull([month('18'), month('20')])).toBe(true);
    expect(areSeatsFull([month('17'), month('20')])).toBe(false);
    expect(areSeatsFull([month('20')])).toBe(false);
  });

  test('are ranked by what they bring, as sure as it is', () => {
    const ranked = rankOpportunities([
      { perYear: '900', confidence: '0.5' },
      { perYear: '500', confidence: '0.95' },
    ]);
    expect(ranked[0]?.perYear).toBe('500');
  });

  test('come back once their evidence changed by a quarter', () => {
    expect(isBack('100', '124')).toBe(false);
    expect(isBack('100', '75')).toBe(true);
  });

  test('a limit without recent use has no days left to tell, and is near when it is past', () => {
    expect(nearLimit({ limit: '10', used: '10', usedLast7Days: '0', daysToReset: '3' })).toEqual({
      usedShare: '1',
      daysLeft: null,
      hitsBeforeReset: true,
      flagged: true,
    });
    expect(nearLimit({ limit: '0', used: '0', usedLast7Days: '0', daysToReset: '3' }).usedShare).toBe(null);
  });
});
