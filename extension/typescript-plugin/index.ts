// Runs in VS Code's TypeScript server, which knows each cell alone: there it would repeat what Glassbook's own language
// service says, and complain about names of other cells.
import type ts from "typescript-service";

const cellName = /^\^?\/?vscode-notebook-cell[:/]/;

/** The notebooks that are ours, as paths. The extension says so by `configurePlugin`. */
let ours: readonly string[] = [];

const isOurs = (file: string) => cellName.test(file) && ours.some((path) => file.includes(`${path}#`));

function create({ languageService: service }: ts.server.PluginCreateInfo): ts.LanguageService {
  const quiet = Object.create(null) as Record<string, unknown>;
  for (const [name, method] of Object.entries(service)) {
    quiet[name] = typeof method === "function" ? method.bind(service) : method;
  }
  /** The answer is `nothing` where the first argument is one of our cells. */
  const hush = <N extends keyof ts.LanguageService>(name: N, nothing: () => unknown) => {
    const method = service[name] as (...given: unknown[]) => unknown;
    quiet[name] = (...given: unknown[]) => (isOurs(String(given[0])) ? nothing() : method.apply(service, given));
  };
  const none = () => undefined;
  const empty = () => [];
  for (const name of ["getSyntacticDiagnostics", "getSemanticDiagnostics", "getSuggestionDiagnostics"] as const) {
    hush(name, empty);
  }
  hush("getCompletionsAtPosition", none);
  hush("getQuickInfoAtPosition", none);
  hush("getSignatureHelpItems", none);
  hush("getDefinitionAtPosition", none);
  hush("getDefinitionAndBoundSpan", none);
  hush("getCodeFixesAtPosition", empty);
  return quiet as unknown as ts.LanguageService;
}

/** TypeScript wants it as `module.exports` itself; the build sees to that. */
export default () => ({
  create,
  onConfigurationChanged(configuration: { notebooks?: string[] }) {
    ours = configuration.notebooks ?? [];
  },
});
