import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { PROJECTED_ATTRIBUTES } from './attributes.ts';

/** The index that deliveries read. */
export const INDEX_NAME = 'byTopic';

/** The table as data: whoever creates it (Terraform, the local system) creates exactly this. */
export const TABLE_DEFINITION = {
  attributeDefinitions: { connectionId: 'S', id: 'S', topic: 'S' },
  hashKey: 'connectionId',
  rangeKey: 'id',
  /** Seconds since the epoch; DynamoDB's time to live is switched on for it. */
  ttlAttribute: 'ttl',
  index: {
    name: INDEX_NAME,
    hashKey: 'topic',
    rangeKey: 'connectionId',
    projectionType: 'INCLUDE',
    /** What a delivery needs, beside the keys of table and index. */
    projectedAttributes: PROJECTED_ATTRIBUTES,
  },
} as const;

/** Describes the table for CreateTable, paid per request. Time to live is a call of its own. */
export function createTableInput(tableName: string): CreateTableCommandInput {
  const { attributeDefinitions, hashKey, rangeKey, index } = TABLE_DEFINITION;
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: Object.entries(attributeDefinitions).map(([name, type]) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(hashKey, rangeKey),
    GlobalSecondaryIndexes: [
      {
        IndexName: index.name,
        KeySchema: keySchema(index.hashKey, index.rangeKey),
        Projection: {
          ProjectionType: index.projectionType,
          NonKeyAttributes: [...index.projectedAttributes],
        },
      },
    ],
  };
}

function keySchema(hash: string, range: string): NonNullable<CreateTableCommandInput['KeySchema']> {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}
