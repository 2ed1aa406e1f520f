import { EventEmitter } from 'node:events';
import { silentLog } from '@skein/pubsub';
import { describe, expect, it } from 'vitest';
import { logFloatingRejections } from './floating-rejections.ts';

describe('logFloatingRejections', () => {
  it('logs a rejection, and lets no earlier listener end the process', () => {
    const rejections = new EventEmitter();
    const heard: unknown[] = [];
    rejections.on('unhandledRejection', () => heard.push('the runtime exits'));
    const log = {
      ...silentLog,
      error: (event: string, fields: unknown) => heard.push(event, fields),
    };

    logFloatingRejections(log, rejections);
    const error = new Error('nobody awaited this');
    rejections.emit('unhandledRejection', error);
    expect(heard).toEqual(['unhandled_rejection', { error }]);
  });
});
