import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preparePython } from '@skein/python';
import { describe, inject, it } from 'vitest';
import { pythonGql } from '../clients/python-gql.ts';
import { describeClient } from './client.contract.ts';

const bin = await preparePython({
  requirements: fileURLToPath(new URL('../../python/requirements.txt', import.meta.url)),
  cache: fileURLToPath(new URL('../../.cache', import.meta.url)),
});

if (bin === null) {
  describe('Python gql', () => {
    it.skip('is not tried: this machine has no python3');
  });
} else {
  const python = join(bin, 'python');
  describeClient(pythonGql('graphql-transport-ws', python), inject('systemUrl'));
  describeClient(pythonGql('graphql-ws', python), inject('systemUrl'));
}
