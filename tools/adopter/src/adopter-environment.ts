/** Of somebody who knows nothing of the workspace: neither its commands nor what its package manager and test runner say. */
export function adopterEnvironment(registryUrl: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|pnpm_|turbo|vitest|node_env$|node_options$|node_path$)/i.test(name),
  );
  return {
    ...Object.fromEntries(own),
    npm_config_registry: registryUrl,
    npm_config_yes: 'true',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
    NO_COLOR: '1',
    // A free one.
    PORT: '0',
  };
}
