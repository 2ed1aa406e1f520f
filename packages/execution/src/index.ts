export { createDocuments, type Documents, type ReadDocument } from './documents.ts';
export {
  formatErrors,
  formatResult,
  graphqlErrorOf,
  INTERNAL_ERROR,
  type OnError,
} from './errors.ts';
