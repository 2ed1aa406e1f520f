import { vi } from 'vitest';
import { apollo } from './clients.ts';
import { describeRecipe } from './recipe.contract.ts';

// The same recipe on the version before.
vi.mock('@apollo/client', () => import('@apollo/client-3'));
vi.mock('@apollo/client/link/subscriptions', () => import('@apollo/client-3/link/subscriptions'));
vi.mock('@apollo/client/utilities', () => import('@apollo/client-3/utilities'));

describeRecipe(() => apollo, { name: 'Apollo Client 3', refetches: true, limitsSize: true });
