import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InlineConfig, ProxyOptions } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The pages, and behind the same origin the system that they speak to. */
export function viteOptions(options: {
  readonly origin: string;
  readonly port: number;
  readonly outDir?: string;
  readonly logLevel?: 'silent' | 'warn';
}): InlineConfig {
  const { origin, port, outDir = 'dist', logLevel = 'warn' } = options;
  const proxy: Record<string, ProxyOptions> = {
    '/graphql': { target: origin, ws: true },
    '/dev': { target: origin },
  };
  const listen = { host: '127.0.0.1', port, proxy };
  const pages = readdirSync(root).filter((name) => name.endsWith('.html'));
  return {
    root,
    configFile: false,
    logLevel,
    server: listen,
    preview: listen,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      rolldownOptions: { input: pages.map((name) => root + name) },
    },
  };
}
