import { inject } from 'vitest';
import { relay } from '../clients/relay.ts';
import { describeClient } from './client.contract.ts';

describeClient(relay, inject('systemUrl'));
