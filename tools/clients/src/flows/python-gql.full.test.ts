import { describe, inject, it } from 'vitest';
import { preparePython } from '../clients/python-environment.ts';
import { pythonGql } from '../clients/python-gql.ts';
import { describeClient } from './client.contract.ts';

const python = await preparePython();

if (python === null) {
  describe('Python gql', () => {
    it.skip('is not tried: this machine has no python3');
  });
} else {
  describeClient(pythonGql('graphql-transport-ws', python), inject('systemUrl'));
  describeClient(pythonGql('graphql-ws', python), inject('systemUrl'));
}
