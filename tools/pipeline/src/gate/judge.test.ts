import { describe, expect, it } from 'vitest';
import { type JobResult, judge, type Needs } from './judge.ts';

const needs = (results: Readonly<Record<string, JobResult>>): Needs =>
  Object.fromEntries(Object.entries(results).map(([job, result]) => [job, { result }]));

describe('judge', () => {
  it('lets a run land when every job succeeded', () => {
    expect(judge(needs({ check: 'success', test: 'success' }), [])).toEqual([]);
  });

  it.each(['failure', 'cancelled', 'skipped'] as const)(
    'names a job when it came to %s',
    (result) => {
      expect(judge(needs({ check: 'success', test: result }), [])).toEqual([`test: ${result}`]);
    },
  );

  it('lets an optional job be skipped, but not fail', () => {
    expect(judge(needs({ check: 'success', attest: 'skipped' }), ['attest'])).toEqual([]);
    expect(judge(needs({ check: 'success', attest: 'failure' }), ['attest'])).toEqual([
      'attest: failure',
    ]);
  });

  it('objects when an optional job is no job, and when there is none at all', () => {
    expect(judge(needs({ check: 'success' }), ['atest'])).toHaveLength(1);
    expect(judge({}, [])).toEqual(['the gate needs no job']);
  });
});
