import * as vscode from "vscode";
import type { Glassbook } from "../glassbook.ts";

interface TypeScriptApi {
  configurePlugin(plugin: string, configuration: unknown): void;
}

/** Tells VS Code's own TypeScript, by our plugin in it, which notebooks' cells are not its own. */
export function quietTypeScript({ kernels, log }: Glassbook): vscode.Disposable {
  const tell = async () => {
    const builtIn = vscode.extensions.getExtension<{ getAPI(version: 0): TypeScriptApi }>(
      "vscode.typescript-language-features",
    );
    try {
      const api = (await builtIn?.activate())?.getAPI(0);
      api?.configurePlugin("glassbook-typescript-plugin", { notebooks: kernels.used().map(({ uri }) => uri.path) });
    } catch (error) {
      log.warn(`VS Code's own TypeScript may repeat what Glassbook says: ${(error as Error).message}`);
    }
  };
  return kernels.onUse(() => void tell());
}
