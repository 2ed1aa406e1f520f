import { inject } from 'vitest';
import { graphqlWs } from '../clients/graphql-ws.ts';
import { describeClient } from './client.contract.ts';

describeClient(graphqlWs, inject('systemUrl'));
