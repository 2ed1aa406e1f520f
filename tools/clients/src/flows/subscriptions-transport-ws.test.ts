import { inject } from 'vitest';
import { subscriptionsTransportWs } from '../clients/subscriptions-transport-ws.ts';
import { describeClient } from './client.contract.ts';

describeClient(subscriptionsTransportWs, inject('systemUrl'));
