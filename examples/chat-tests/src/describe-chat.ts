import { lexicographicSortSchema, printSchema } from 'graphql';
import type { App } from 'skein';
import { describe, expect, it } from 'vitest';
import { chatCases } from './cases.ts';
import { chatSchema } from './chat-schema.ts';
import { overTestApp } from './over-test-app.ts';

/** The tests of a chat: its schema to the letter, and every case. */
export const describeChat = (name: string, app: App): void => {
  describe(name, () => {
    it('has the schema of the chat', () => {
      expect(printSchema(lexicographicSortSchema(app.schema))).toBe(chatSchema);
    });

    it.each(chatCases)('$name', async ({ run, expected }) => {
      expect(await run(overTestApp(app))).toEqual(expected);
    });
  });
};
