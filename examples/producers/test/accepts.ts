import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';

const schemaFile = fileURLToPath(import.meta.resolve('@skein/pubsub/envelope.schema.json'));

/** Whether the published JSON Schema of an event takes a message. */
export const accepts = new Ajv2020().compile(JSON.parse(readFileSync(schemaFile, 'utf8')));
