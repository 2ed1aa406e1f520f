import { fileURLToPath } from 'node:url';
import { preparePython } from '@skein/python';
import { describe } from 'vitest';
import { apollo, graphqlWs, legacy, plain, pythonGql, relay, urql } from './clients.ts';
import { describeRecipe } from './recipe.contract.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const bin = await preparePython({
  requirements: here('../python/requirements.txt'),
  cache: here('../.cache'),
});
if (bin === null)
  process.emitWarning('The Python recipe is not tested: there is no python3 with venv.');

for (const recipe of [graphqlWs, apollo, urql, relay, plain])
  describeRecipe(() => recipe, { name: recipe.name, refetches: true, limitsSize: true });

describeRecipe(() => legacy, { name: legacy.name, refetches: true, limitsSize: false });

describe.skipIf(bin === null)('in Python', () => {
  const python = () => pythonGql(bin ?? '');
  describeRecipe(python, { name: 'gql', refetches: false, limitsSize: false });
});
