import { createClient } from 'graphql-ws';
import { SubscriptionClient } from 'subscriptions-transport-ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Route } from './api-definition.ts';
import {
  connectRoute,
  type GatewayEvent,
  lambdaRoute,
  startGateway,
  type TestGateway,
} from './test-gateway.ts';

let gateway: TestGateway;
const closers: Array<() => void> = [];

afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await gateway.close();
});

/** A route whose Lambda posts these frames to whoever sent the message. */
function posting(frames: (id: string) => readonly unknown[]): Route {
  return lambdaRoute(async ({ body = '', requestContext: { connectionId } }) => {
    for (const frame of frames(JSON.parse(body).id)) {
      await gateway.manage('POST', connectionId, JSON.stringify(frame));
    }
  });
}

const ack = posting(() => [{ type: 'connection_ack' }]);

function subscribe(): Promise<unknown[]> {
  const client = createClient({ url: gateway.wsUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
  closers.push(() => client.terminate());
  const values: unknown[] = [];
  return new Promise((resolve, reject) => {
    client.subscribe(
      { query: '{ a }' },
      { next: (value) => values.push(value), error: reject, complete: () => resolve(values) },
    );
  });
}

describe('graphql-ws', () => {
  it('gets results that a Lambda posts', async () => {
    gateway = await startGateway({
      $connect: connectRoute(),
      connection_init: ack,
      subscribe: posting((id) => [
        { type: 'next', id, payload: { data: { a: 1 } } },
        { type: 'complete', id },
      ]),
    });
    expect(await subscribe()).toEqual([{ data: { a: 1 } }]);
  });

  it('ends for good at the gateway’s error frame', async () => {
    let connects = 0;
    gateway = await startGateway({
      $connect: lambdaRoute(() => {
        connects += 1;
        return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' } };
      }),
      connection_init: ack,
      $default: lambdaRoute(() => Promise.reject(new Error('boom'))),
    });
    await expect(subscribe()).rejects.toThrow("Message is missing the 'type' property");
    expect(connects).toBe(1);
  });

  it('reconnects at once when it is only deleted (1000)', async () => {
    let subscribes = 0;
    gateway = await startGateway({
      $connect: connectRoute(),
      connection_init: ack,
      subscribe: lambdaRoute(async ({ body = '', requestContext: { connectionId } }) => {
        subscribes += 1;
        if (subscribes === 1) return void (await gateway.manage('DELETE', connectionId));
        const complete = JSON.stringify({ type: 'complete', id: JSON.parse(body).id });
        await gateway.manage('POST', connectionId, complete);
      }),
    });
    expect(await subscribe()).toEqual([]);
    expect(subscribes).toBe(2);
  });
});

describe('subscriptions-transport-ws', () => {
  it('sends start right behind connection_init, and both run at once', async () => {
    const init = Promise.withResolvers<GatewayEvent>();
    const start = Promise.withResolvers<GatewayEvent>();
    gateway = await startGateway({
      $connect: connectRoute('graphql-ws'),
      // Neither ends before the other has begun.
      connection_init: lambdaRoute(async (event) => {
        init.resolve(event);
        await start.promise;
      }),
      start: lambdaRoute(async (event) => {
        start.resolve(event);
        await init.promise;
        const id = JSON.parse(event.body ?? '').id;
        const { connectionId } = event.requestContext;
        const data = JSON.stringify({ type: 'data', id, payload: { data: { a: 1 } } });
        await gateway.manage('POST', connectionId, data);
      }),
    });
    const client = new SubscriptionClient(gateway.wsUrl, {}, WebSocket);
    closers.push(() => client.close());
    const value = new Promise((resolve, reject) => {
      client.request({ query: '{ a }' }).subscribe({ next: resolve, error: reject });
    });
    expect(await value).toEqual({ data: { a: 1 } });
  });
});
