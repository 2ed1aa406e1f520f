import { describe, expect, it } from 'vitest';
import type { OperationListener } from './operation-listener.ts';
import { createQuiet } from './quiet.ts';
import { TestOperationError, TestTimeoutError } from './test-errors.ts';
import { createTestSubscription } from './test-subscription.ts';

const DONE = { done: true, value: undefined };
const result = (n: number) => ({ data: { n } });
const step = (n: number) => ({ done: false, value: result(n) });

const createStage = ({ patienceMs = Number.POSITIVE_INFINITY } = {}) => {
  const begun = Promise.withResolvers<void>();
  const told: string[] = [];
  let server: OperationListener | null = null;
  const subscription = createTestSubscription<{ n: number }>({
    begin: (listener) => {
      server = listener;
      return begun.promise;
    },
    stop: async (stored) => {
      await stored;
      told.push('complete');
    },
    quiet: createQuiet(patienceMs),
    story: () => 'No event was published.',
    from: (error) => error,
  });
  if (server === null) throw new Error('It was not begun');
  const { next, error, complete, end } = server as OperationListener;
  return { subscription, begun, told, next, error, complete, end };
};

describe('createTestSubscription', () => {
  it('gives results in order, those that came and those that are waited for', async () => {
    const { subscription, begun, next } = createStage();
    begun.resolve();
    await subscription.ready;
    next(result(1));
    const steps = [subscription.next(), subscription.next(), subscription.next()];
    next(result(2));
    next(result(3));
    next(result(4));
    expect(await Promise.all(steps)).toEqual([step(1), step(2), step(3)]);
    expect(await subscription.next()).toEqual(step(4));
    expect(subscription.received).toEqual([1, 2, 3, 4].map(result));
  });

  it('is pending until it is stored', async () => {
    const { subscription, begun } = createStage();
    expect(subscription.status).toBe('pending');
    begun.resolve();
    await subscription.ready;
    expect(subscription.status).toBe('active');
  });

  it('ends after complete, once what came before it is taken', async () => {
    const { subscription, next, complete } = createStage();
    const steps = [subscription.next(), subscription.next()];
    next(result(1));
    complete();
    next(result(2));
    expect(await Promise.all(steps)).toEqual([step(1), DONE]);
    expect([subscription.status, await subscription.next()]).toEqual(['completed', DONE]);
  });

  it('rejects with what ended it, once what came before it is taken, as often as it is asked', async () => {
    const { subscription, begun, next, error } = createStage();
    const waits = subscription.next();
    next(result(1));
    error([{ message: 'No' }, { message: 'More' }], 'the cause');
    begun.resolve();
    expect(await waits).toEqual(step(1));
    const refused = new TestOperationError([{ message: 'No' }, { message: 'More' }], 'the cause');
    await expect(subscription.next()).rejects.toEqual(refused);
    await expect(subscription.next()).rejects.toThrow('No; More');
    await expect(subscription.ready).rejects.toEqual(refused);
    expect(subscription.status).toBe('failed');
  });

  it('rejects with what kept it from being begun, whoever waits already', async () => {
    const { subscription, begun } = createStage();
    const waits = subscription.next();
    begun.reject(new Error('Refused'));
    await expect(waits).rejects.toThrow('Refused');
    await expect(subscription.ready).rejects.toThrow('Refused');
  });

  it('sends complete on return, and forgets what was not taken', async () => {
    const { subscription, begun, told, next } = createStage();
    next(result(1));
    const waits = [subscription.next(), subscription.next()];
    const returned = subscription.return();
    expect(await Promise.all(waits)).toEqual([step(1), DONE]);
    expect([subscription.status, told]).toEqual(['completed', []]);
    begun.resolve();
    expect([await returned, told]).toEqual([DONE, ['complete']]);
    next(result(2));
    expect(await subscription.next()).toEqual(DONE);
    await subscription.return();
    expect(told).toEqual(['complete']);
  });

  it('ends a loop, and sends complete when the loop is left', async () => {
    const { subscription, begun, told, next } = createStage();
    begun.resolve();
    next(result(1));
    next(result(2));
    for await (const { data } of subscription) {
      expect(data).toEqual({ n: 1 });
      break;
    }
    expect([subscription.status, told]).toEqual(['completed', ['complete']]);
  });

  it('sends no complete where the server has ended it', async () => {
    const { subscription, told, end } = createStage();
    end(new Error('Closed'));
    await expect(subscription.next()).rejects.toThrow('Closed');
    expect([await subscription.return(), await subscription.next()]).toEqual([DONE, DONE]);
    expect(told).toEqual([]);
  });

  it('rejects a wait when nothing goes on any more, and gives later results to later ones', async () => {
    const { subscription, begun, next } = createStage({ patienceMs: 10 });
    begun.resolve();
    await subscription.ready;
    const waits = subscription.next();
    await expect(waits).rejects.toBeInstanceOf(TestTimeoutError);
    await expect(waits).rejects.toThrow(
      'No result came, and nothing goes on any more. The subscription is active and got 0 before. No event was published.',
    );
    const { stack } = (await waits.catch((error: unknown) => error)) as Error;
    expect(stack).toMatch(/No event was published\.\n\s+at .*test-subscription\.test\.ts/);
    next(result(1));
    expect(await subscription.next()).toEqual(step(1));
  });
});
