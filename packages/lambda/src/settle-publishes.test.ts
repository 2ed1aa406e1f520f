import { createPubSub } from '@skein/pubsub';
import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';
import { bindable, settlePublishes } from './settle-publishes.ts';
import { lambdaContext } from './testing/aws-events.ts';

const createWorld = (publish: () => Promise<void>) => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line).event);
  const log = createLog({ level: 'info', app: 'test', write });
  const pubsub = createPubSub();
  pubsub.bind({ transport: { publish }, log });
  return { pubsub, log, lines };
};

describe('settlePublishes', () => {
  it('waits for a publish that nobody awaits', async () => {
    let done = false;
    const { pubsub, log, lines } = createWorld(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      done = true;
    });
    void pubsub.publish('A');
    await settlePublishes({ pubsub, log, context: lambdaContext() });
    expect(done).toBe(true);
    expect(lines).toEqual([]);
  });

  it('logs a publish that failed', async () => {
    const { pubsub, log, lines } = createWorld(() => Promise.reject(new Error('refused')));
    pubsub.publish('A').catch(() => undefined);
    await settlePublishes({ pubsub, log, context: lambdaContext() });
    expect(lines).toEqual(['publish_failed']);
  });

  it('ends and says so when time is nearly up', async () => {
    const { pubsub, log, lines } = createWorld(() => new Promise(() => undefined));
    void pubsub.publish('A');
    await settlePublishes({ pubsub, log, context: lambdaContext(510) });
    expect(lines).toEqual(['publish_unsettled']);
  });
});

describe('bindable', () => {
  it('is null for no pubsub, and for one that is not of this project', () => {
    const pubsub = createPubSub();
    const { bind: _bind, ...port } = pubsub;
    expect(bindable(null)).toBeNull();
    expect(bindable(port)).toBeNull();
    expect(bindable(pubsub)).toBe(pubsub);
  });
});
