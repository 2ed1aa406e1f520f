import { inject } from 'vitest';
import { apolloClient4 } from '../clients/apollo-client-4.ts';
import { describeClient } from './client.contract.ts';

describeClient(apolloClient4, inject('systemUrl'));
