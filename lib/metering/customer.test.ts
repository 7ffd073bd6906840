import { describe, expect, test } from 'vitest';
import { customerIssues, subjectsOf } from './customer';

const acme = { key: 'acme', usageAttribution: { subjectKeys: ['acme-prod', 'acme-test'] } };

function issues(key: string, subjectKeys: string[] = []) {
  return customerIssues({ key, usageAttribution: { subjectKeys } }, [acme]).map((issue) => [issue.path.join('.'), issue.code]);
}

describe("a customer's usage", () => {
  test('arrives under its key and its subject keys', () => {
    expect(subjectsOf(acme)).toEqual(['acme', 'acme-prod', 'acme-test']);
    expect(subjectsOf({ key: 'solo' })).toEqual(['solo']);
    expect(subjectsOf({ key: 'a', usageAttribution: { subjectKeys: ['a', 'b'] } })).toEqual(['a', 'b']);
  });

  test('belongs to one customer only', () => {
    expect(issues('globex', ['globex-prod'])).toEqual([]);
    expect(issues('globex', ['acme-prod'])).toEqual([['usageAttribution.subjectKeys.0', 'customer_subject_taken']]);
    expect(issues('globex', ['acme'])).toEqual([['usageAttribution.subjectKeys.0', 'customer_subject_taken']]);
    expect(issues('acme-prod')).toEqual([['key', 'customer_key_is_subject']]);
    expect(issues('acme')).toEqual([['key', 'customer_key_taken']]);
  });

  test('is attributed by each subject once', () => {
    expect(issues('globex', ['a', 'b', 'a'])).toEqual([['usageAttribution.subjectKeys.2', 'customer_subject_duplicated']]);
  });
});
