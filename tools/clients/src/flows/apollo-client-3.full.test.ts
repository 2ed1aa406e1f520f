import { inject } from 'vitest';
import { apolloClient3 } from '../clients/apollo-client-3.ts';
import { describeClient } from './client.contract.ts';

describeClient(apolloClient3, inject('systemUrl'));
