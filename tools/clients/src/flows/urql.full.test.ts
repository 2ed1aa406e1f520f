import { inject } from 'vitest';
import { urql } from '../clients/urql.ts';
import { describeClient } from './client.contract.ts';

describeClient(urql, inject('systemUrl'));
