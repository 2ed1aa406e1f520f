import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type Declared, declare } from './declare.ts';
import { PAGES, type PagePlan } from './entry-points.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** One thing that an entry point exports, or that what it exports speaks of. */
export interface Entry extends Declared {
  readonly name: string;
  /** The entry points of the page that export it; empty for what none does. */
  readonly from: readonly string[];
  /** The paragraphs of its comment. */
  readonly text: string;
}

/** Where a name is described. */
export interface Place {
  readonly name: string;
  readonly page: string;
}

export interface PageTypes {
  readonly plan: PagePlan;
  readonly exported: readonly Entry[];
  /** What it exports, too, but another page describes. */
  readonly elsewhere: readonly Place[];
  /** Types that the exported ones name, which no entry point exports and no earlier page describes. */
  readonly used: readonly Entry[];
}

export interface Types {
  readonly pages: readonly PageTypes[];
  /** Where each of our types is described. */
  readonly places: ReadonlyMap<ts.Symbol, Place>;
}

/** Reads what each page describes from the sources of its entry points. */
export const readTypes = (): Types => {
  const program = createProgram(PAGES.flatMap(({ entries }) => Object.values(entries)));
  const checker = program.getTypeChecker();
  const places = new Map<ts.Symbol, Place>();
  const pages = PAGES.map((plan) => {
    const exports = exportsOf(program, plan);
    const own = exports.filter(({ target }) => !places.has(target));
    const elsewhere = exports.flatMap(({ target }) => places.get(target) ?? []);
    for (const { name, target } of own) places.set(target, { name, page: plan.name });
    return { plan, elsewhere, exported: own.map((found) => entryOf(checker, found)) };
  });

  return {
    places,
    pages: pages.map(({ exported, ...page }) => {
      const used: Entry[] = [];
      const follow = ({ mentions }: Entry): void => {
        for (const target of mentions) {
          if (places.has(target) || !isOurs(target)) continue;
          places.set(target, { name: target.name, page: page.plan.name });
          const entry = entryOf(checker, { name: target.name, target, from: [] });
          used.push(entry);
          follow(entry);
        }
      };
      exported.forEach(follow);
      return { ...page, exported: sorted(exported), used: sorted(used) };
    }),
  };
};

const createProgram = (entries: readonly string[]): ts.Program => {
  const path = join(ROOT, 'tsconfig.base.json');
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  if (error !== undefined)
    throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  return ts.createProgram(
    entries.map((entry) => join(ROOT, entry)),
    { ...options, types: [] },
  );
};

interface Exported {
  readonly name: string;
  readonly target: ts.Symbol;
  readonly from: readonly string[];
}

/** What the entry points of a page export, each thing once. */
const exportsOf = (program: ts.Program, { entries }: PagePlan): readonly Exported[] => {
  const checker = program.getTypeChecker();
  const found = new Map<ts.Symbol, Exported>();
  for (const [from, path] of Object.entries(entries)) {
    const source = program.getSourceFile(join(ROOT, path));
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${path} is no module`);
    for (const symbol of checker.getExportsOfModule(module)) {
      const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
      const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
      const known = found.get(target)?.from ?? [];
      found.set(target, { name: symbol.name, target, from: [...known, from] });
    }
  }
  return [...found.values()];
};

const isOurs = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some((declaration) => {
    const { fileName } = declaration.getSourceFile();
    return fileName.startsWith(ROOT) && !fileName.includes('/node_modules/');
  }) ?? false;

const entryOf = (checker: ts.TypeChecker, { name, target, from }: Exported): Entry => ({
  ...declare(checker, name, target),
  name,
  from,
  text: ts.displayPartsToString(target.getDocumentationComment(checker)),
});

const sorted = (entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
