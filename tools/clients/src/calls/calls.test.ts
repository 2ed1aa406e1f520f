import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comment } from '../flows/requests.ts';
import { unique } from '../target/target.ts';
import { openAdmitted } from '../wire/raw-socket.ts';
import { type CountedSystem, startCountedSystem, subscribeTo } from './counted-system.ts';
import { BATCH_WRITE, DELETE, GET, POST, PUBLISH, PUT, QUERY, times, UPDATE } from './names.ts';

let system: CountedSystem;
beforeAll(async () => {
  system = await startCountedSystem();
});
afterAll(() => system.close());

/** Expects a step to cause these calls, in whatever order, and no other. */
async function expectCalls(expected: readonly string[], step: () => Promise<unknown>) {
  expect(await system.counter.during(step, expected.length)).toEqual(expected.toSorted());
}

const LONG = 'x'.repeat(300);

describe('AWS calls', () => {
  it('are 1 PutItem when a client connects', async () => {
    const { socketUrl } = system.target;
    await expectCalls([PUT], () => openAdmitted(socketUrl, { offers: ['graphql-transport-ws'] }));
  });

  it('are a read, a conditional write and a post at connection_init', async () => {
    const { socketUrl } = system.target;
    const socket = await openAdmitted(socketUrl, { offers: ['graphql-transport-ws'] });
    await expectCalls([GET, UPDATE, POST], async () => {
      socket.send({ type: 'connection_init' });
      await socket.next();
    });
  });

  it('are a read and two writes at subscribe, two more for a document that is new', async () => {
    const socket = await system.connect();
    const repository = unique('repository');
    const first = [GET, PUT, UPDATE, GET, PUT];
    await expectCalls(first, async () => socket.send(subscribeTo(repository, '1')));
    await expectCalls([GET, PUT, UPDATE], async () => socket.send(subscribeTo(repository, '2')));
  });

  it('are two more at subscribe for long variables that are new', async () => {
    const socket = await system.connect();
    const query = 'subscription S($r: String!) { commentAdded(repoFullName: $r) { content } }';
    const subscribe = (id: string, r: string) => async () =>
      socket.send({ type: 'subscribe', id, payload: { query, variables: { r } } });
    await expectCalls([GET, PUT, UPDATE, GET, PUT], subscribe('1', 'short'));
    await expectCalls([GET, PUT, UPDATE, GET, PUT], subscribe('2', LONG));
    await expectCalls([GET, PUT, UPDATE], subscribe('3', LONG));
  });

  it('are a read and two posts for a query', async () => {
    const socket = await system.connect();
    await expectCalls([GET, POST, POST], async () => {
      socket.send({ type: 'subscribe', id: '1', payload: { query: '{ version }' } });
    });
  });

  it('are those of a query and a publish for a mutation, and its delivery to nobody', async () => {
    const socket = await system.connect();
    const repository = unique('repository');
    const query = `mutation { addComment(repoFullName: "${repository}", author: "a", content: "c") { id } }`;
    // The event matches the plain key of its topic and that of its repository.
    await expectCalls([GET, POST, POST, PUBLISH, QUERY, QUERY], async () => {
      socket.send({ type: 'subscribe', id: '1', payload: { query } });
    });
  });

  it('are a publish for a mutation over HTTP, and its delivery to nobody', async () => {
    const query = 'mutation P { createPost(author: "a", comment: "c") { id } }';
    // A topic without keys is spread over four shards.
    await expectCalls([PUBLISH, ...times(4, QUERY)], () =>
      system.target.execute({ query, operationName: 'P' }),
    );
  });

  it('are two writes at complete, and a tombstone where nothing was there', async () => {
    const socket = await system.connect();
    const repository = unique('repository');
    await system.counter.after(async () => socket.send(subscribeTo(repository)), 5);
    const complete = async () => socket.send({ type: 'complete', id: '1' });
    await expectCalls([DELETE, UPDATE], complete);
    await expectCalls([DELETE, UPDATE, PUT], complete);
  });

  it('are two writes and a post at stop', async () => {
    const socket = await system.connect('graphql-ws');
    const start = { ...subscribeTo(unique('repository')), type: 'start' };
    await system.counter.after(async () => socket.send(start), 5);
    await expectCalls([DELETE, UPDATE, POST], async () => {
      socket.send({ type: 'stop', id: '1' });
      await socket.next();
    });
  });

  it('are none for ping and pong', async () => {
    const socket = await system.connect();
    await expectCalls([], async () => {
      socket.send({ type: 'ping' });
      expect(await socket.next()).toEqual({ type: 'pong' });
      socket.send({ type: 'pong' });
    });
  });

  it('are a delete, a query and a batch at a disconnect with one subscription', async () => {
    const socket = await system.connect();
    await system.counter.after(async () => socket.send(subscribeTo(unique('repository'))), 5);
    await expectCalls([DELETE, QUERY, BATCH_WRITE], async () => socket.close());
  });

  it('are a delete and a query at a disconnect with none', async () => {
    const socket = await system.connect();
    await expectCalls([DELETE, QUERY], async () => socket.close());
  });

  it('are a publish, a query for each key and a post when one is delivered to', async () => {
    const socket = await system.connect();
    const repository = unique('repository');
    await system.counter.after(async () => socket.send(subscribeTo(repository)), 5);
    const publish = async () => {
      await system.target.publish('COMMENT_ADDED', comment(repository, 'x'));
      await socket.next();
    };
    // The publisher's environment reads the document once.
    await expectCalls([PUBLISH, QUERY, QUERY, GET, POST], publish);
    await expectCalls([PUBLISH, QUERY, QUERY, POST], publish);
  });
});
