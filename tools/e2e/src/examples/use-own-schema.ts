import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { connectGraphqlWs } from '../clients/graphql-ws.ts';
import { postGraphql } from '../clients/post-graphql.ts';
import { prepareExample, type Trial, useExample } from './example.ts';
import { packOwnSchema } from './pack-own-schema.ts';
import { publishUntilArrival } from './publish-until-arrival.ts';

const ORDERS_TABLE_ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
const ORDER = { id: '1', customer: 'ada', total: 42 };

/** A repository of an adopter's, outside: its zips are built from archives, applied, and a client gets its event. */
export async function useOwnSchema(trial: Trial): Promise<void> {
  const { runDirectory, note } = trial;
  const app = await packOwnSchema(join(runDirectory, 'own-schema-build.log'));
  note(`own-schema: zips built in ${app}, from packed archives`);
  const given = { zips: join(app, 'dist'), orders_table_arn: ORDERS_TABLE_ARN };
  await useExample(trial, {
    name: 'own-schema',
    example: await prepareExample(trial, 'own-schema', given),
    websocket: '{}',
    use: async ({ socketUrl, outputs }) => {
      const client = connectGraphqlWs({ url: socketUrl });
      const orders = client.subscribe(
        'orders of ada',
        'subscription { orderPlaced(customer: "ada") { id customer total } }',
      );
      await publishUntilArrival(trial, {
        ...{ subscription: orders, topicArn: String(outputs.events_topic_arn) },
        event: { topic: 'ORDER_PLACED', payload: ORDER },
      });
      await client.close();
      note(`own-schema: a subscriber got ${JSON.stringify(orders.results[0]?.data)}`);
      const { data } = await postGraphql({
        graphqlUrl: String(outputs.graphql_url),
        emulatorUrl: trial.emulator.url,
        query: '{ ordersTable }',
      });
      if (!JSON.stringify(data).includes(ORDERS_TABLE_ARN)) {
        throw new Error(`the adopter's variable is not there: ${JSON.stringify(data)}`);
      }
      note('own-schema: a query over HTTP got the variable that main.tf gives the functions');
    },
  });
  await rm(dirname(app), { recursive: true });
}
