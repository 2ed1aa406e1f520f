import { required } from './flags.ts';

export type Flags = Readonly<Record<string, string | undefined>>;

export interface PipelineCommand {
  readonly usage: string;
  readonly flags: readonly string[];
  run(flags: Flags): Promise<void>;
}

/** What the workflows call. Each loads what it needs: the gate runs before anything is installed. */
export const COMMANDS: Readonly<Record<string, PipelineCommand>> = {
  reproduce: {
    usage: '',
    flags: [],
    async run() {
      const { reproduce } = await import('./reproduce/reproduce.ts');
      await reproduce();
    },
  },
  sbom: {
    usage: '[--out dist/sbom.cdx.json] [--version <version>]',
    flags: ['out', 'version'],
    async run({ out = 'dist/sbom.cdx.json', version = '0.0.0' }) {
      const { writeSbom } = await import('./sbom/write-sbom.ts');
      await writeSbom({ out, version });
    },
  },
  checksums: {
    usage: '[--dir dist] [--out dist/SHA256SUMS]',
    flags: ['dir', 'out'],
    async run({ dir = 'dist', out = 'dist/SHA256SUMS' }) {
      const { writeChecksums } = await import('./checksums.ts');
      await writeChecksums({ dir, out });
    },
  },
  upload: {
    usage: '--bucket <bucket> [--prefix skein/] [--keep 5] [--dist dist]',
    flags: ['bucket', 'prefix', 'keep', 'dist'],
    async run(flags) {
      const { runUpload } = await import('./upload/run-upload.ts');
      await runUpload(flags);
    },
  },
  pack: {
    usage: '[--version <version>] [--out dist/packages]',
    flags: ['version', 'out'],
    async run({ version, out = 'dist/packages' }) {
      const { packPackages } = await import('./pack/pack-packages.ts');
      await packPackages({ version, out });
    },
  },
  api: {
    usage: '[--update yes]',
    flags: ['update'],
    async run({ update }) {
      const { checkApi, updateApi } = await import('./api/check-api.ts');
      await (update === 'yes' ? updateApi() : checkApi());
    },
  },
  version: {
    usage: '',
    flags: [],
    async run() {
      const [{ versionPackages }, { WORKSPACE }] = await Promise.all([
        import('./pack/run-changesets.ts'),
        import('./workspace.ts'),
      ]);
      await versionPackages(WORKSPACE);
    },
  },
  'verify-tag': {
    usage: '--tag <v1.2.3>',
    flags: ['tag'],
    async run({ tag }) {
      const { verifyTag } = await import('./pack/release.ts');
      await verifyTag(required('tag', tag));
    },
  },
  notes: {
    usage: '--tag <v1.2.3> [--out dist/notes.md]',
    flags: ['tag', 'out'],
    async run({ tag, out = 'dist/notes.md' }) {
      const { writeReleaseNotes } = await import('./pack/release.ts');
      await writeReleaseNotes({ tag: required('tag', tag), out });
    },
  },
  publish: {
    usage: '[--dir dist/packages] [--rehearsal yes]',
    flags: ['dir', 'rehearsal'],
    async run({ dir = 'dist/packages', rehearsal }) {
      const { publishPackages } = await import('./pack/publish-packages.ts');
      await publishPackages({ dir, rehearsal: rehearsal === 'yes' ? 'yes' : 'no' });
    },
  },
  plan: {
    usage: '--environment <environment> [--state-bucket <bucket>]',
    flags: ['environment', 'state-bucket'],
    async run(flags) {
      const [{ plan }, { readOptions }] = await Promise.all([
        import('./deploy/plan.ts'),
        import('./deploy/read-options.ts'),
      ]);
      await plan(readOptions(flags, process.env));
    },
  },
  apply: {
    usage: '--environment <environment> --approved <digest> [--state-bucket <bucket>]',
    flags: ['environment', 'approved', 'state-bucket'],
    async run(flags) {
      const [{ apply }, { readOptions }] = await Promise.all([
        import('./deploy/apply.ts'),
        import('./deploy/read-options.ts'),
      ]);
      await apply(readOptions(flags, process.env), required('approved', flags.approved));
    },
  },
  workflows: {
    usage: '',
    flags: [],
    async run() {
      const { checkWorkflows } = await import('./workflows/check-workflows.ts');
      await checkWorkflows();
    },
  },
  policies: {
    usage: '',
    flags: [],
    async run() {
      const { checkPolicies } = await import('./policies.ts');
      await checkPolicies();
    },
  },
  gate: {
    usage: '[--optional <job,job>]   reads NEEDS, the JSON of the workflow’s needs',
    flags: ['optional'],
    async run({ optional = '' }) {
      const { runGate } = await import('./gate/run-gate.ts');
      runGate({ needs: process.env.NEEDS, optional });
    },
  },
};
