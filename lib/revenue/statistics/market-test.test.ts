import { describe, expect, test } from 'vitest';
import { fisherExact, normalQuantile, studentQuantile } from './distributions';
import { estimateText } from './estimate';
import { conversionTest, holm, revenueTest } from './market-test';

describe('market tests', () => {
  test('of several metrics count as long as each passes a bar that rises', () => {
    expect(holm([0.04, 0.01, 0.03], 0.05)).toEqual([false, true, false]);
    expect(holm([0.01, 0.012, 0.02], 0.05)).toEqual([true, true, true]);
  });

  test('with the same in both arms see no difference, and do not break', () => {
    const { pValue, difference } = revenueTest([5, 5, 5], [5, 5, 5], 95);
    expect([pValue, difference]).toEqual([1, 0]);
    expect(conversionTest({ assigned: 10, converted: 0 }, { assigned: 10, converted: 0 }, 0.5, 95).pValue).toBe(1);
  });

  test('count with quantiles and chances that tables have', () => {
    expect(estimateText(normalQuantile(0.05))).toBe('1.959964');
    expect(estimateText(studentQuantile(0.05, 10))).toBe('2.228139');
    expect(estimateText(studentQuantile(0.05, 2))).toBe('4.302653');
    expect(estimateText(studentQuantile(0.01, 30))).toBe('2.749996');
    expect(estimateText(fisherExact(3, 4, 1, 4))).toBe('0.485714');
  });
});
