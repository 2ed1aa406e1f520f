import { describe, expect, it } from 'vitest';
import { createTableInput } from './table-definition.ts';

describe('createTableInput', () => {
  it('describes the adjacency list and its index by topic', () => {
    expect(createTableInput('skein-dev')).toEqual({
      TableName: 'skein-dev',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'connectionId', AttributeType: 'S' },
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'topic', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'connectionId', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byTopic',
          KeySchema: [
            { AttributeName: 'topic', KeyType: 'HASH' },
            { AttributeName: 'connectionId', KeyType: 'RANGE' },
          ],
          Projection: {
            ProjectionType: 'INCLUDE',
            NonKeyAttributes: ['ttl', 'v', 'm', 'p', 'd', 'o', 'a', 's', 'e', 'n', 'c'],
          },
        },
      ],
    });
  });
});
