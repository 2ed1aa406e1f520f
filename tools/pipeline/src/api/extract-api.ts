import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  type ExtractorLogLevel,
  type IConfigFile,
} from '@microsoft/api-extractor';
import type { StagedPackage } from '../pack/stage-packages.ts';
import { WORKSPACE } from '../workspace.ts';
import { type EntryPoint, reportFile } from './entry-points.ts';

export interface ApiReport {
  readonly entry: EntryPoint;
  /** Its place in the workspace. */
  readonly file: string;
  readonly text: string;
  /** Names of types that the entry point mentions without exporting them. */
  readonly notExported: readonly string[];
  readonly errors: readonly string[];
}

export interface ExtractOptions {
  /** Where the packages are staged; files are added there. */
  readonly scratch: string;
  readonly packages: readonly StagedPackage[];
  readonly entries: readonly EntryPoint[];
}

/** What each entry point offers, as text: declarations, sorted, without their comments. */
export async function extractApi(options: ExtractOptions): Promise<readonly ApiReport[]> {
  const { scratch, packages, entries } = options;
  await install(scratch, packages);
  const names = packages.map(({ name }) => name);
  const prepared = entries.map((entry) => {
    const staged = packages.find(({ name }) => name === entry.package);
    const types = staged?.types[entry.path];
    if (staged === undefined || types === undefined) {
      throw new Error(`${entry.package} exports no ${entry.path}`);
    }
    const file = join(staged.source, reportFile(entry));
    return { entry, file, config: configOf({ scratch, names, entry, staged, types }) };
  });
  const [first, ...others] = prepared.map(({ config }) => config);
  if (first === undefined) return [];
  const additionalEntryPoints = others.map((config) => config.mainEntryPointFilePath);
  const compilerState = CompilerState.create(first, { additionalEntryPoints });
  return Promise.all(
    prepared.map(async ({ entry, file, config }) => {
      const notExported: string[] = [];
      const errors: string[] = [];
      Extractor.invoke(config, {
        compilerState,
        localBuild: true,
        messageCallback: (message) => {
          const { messageId, text, logLevel } = message;
          message.handled = true;
          if (messageId === 'ae-forgotten-export')
            notExported.push(/"(.+?)"/.exec(text)?.[1] ?? '');
          else if (logLevel === 'error' || logLevel === 'warning') {
            if (!messageId.startsWith('console-'))
              errors.push(message.formatMessageWithLocation(scratch));
          }
        },
      });
      const text = await readFile(config.reportFilePath, 'utf8');
      return { entry, file, text, notExported, errors };
    }),
  );
}

interface ConfigInput {
  readonly scratch: string;
  /** Of every staged package; patterns would find those only that `package.json` names. */
  readonly names: string[];
  readonly entry: EntryPoint;
  readonly staged: StagedPackage;
  readonly types: string;
}

const level = (logLevel: `${ExtractorLogLevel}`) => ({ logLevel: logLevel as ExtractorLogLevel });

function configOf({ scratch, names, entry, staged, types }: ConfigInput): ExtractorConfig {
  const main = join(staged.folder, types);
  const configObject: IConfigFile = {
    projectFolder: scratch,
    mainEntryPointFilePath: main,
    // `skein` is all that an adopter installs: what it passes on from the others is its own surface.
    bundledPackages: entry.package === 'skein' ? names : [entry.package],
    newlineKind: 'lf' as never,
    compiler: { overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, files: [main] } },
    apiReport: {
      enabled: true,
      reportFileName: reportFile(entry).replaceAll('/', '.'),
      reportFolder: join(scratch, 'reports'),
      reportTempFolder: join(scratch, 'reports', 'temporary'),
      // A type that is reached and not exported is part of the surface all the same.
      includeForgottenExports: true,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: level('error') },
      extractorMessageReporting: {
        default: level('none'),
        'ae-forgotten-export': level('warning'),
      },
      tsdocMessageReporting: { default: level('none') },
    },
  };
  const packageJsonFullPath = join(staged.folder, 'package.json');
  return ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath,
  });
}

const COMPILER_OPTIONS = {
  target: 'es2023',
  lib: ['es2024'],
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(WORKSPACE, 'tools/pipeline/node_modules/@types')],
};

/** Makes the staged packages find each other, and what they depend on, as they would where npm put them. */
async function install(scratch: string, packages: readonly StagedPackage[]): Promise<void> {
  const link = async (name: string, target: string) => {
    const path = join(scratch, 'node_modules', name);
    if (existsSync(path) || !existsSync(target)) return;
    await mkdir(dirname(path), { recursive: true });
    await symlink(target, path);
  };
  for (const { name, folder } of packages) await link(name, folder);
  for (const { source, folder } of packages) {
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
      await link(name, join(WORKSPACE, source, 'node_modules', name));
  }
}
