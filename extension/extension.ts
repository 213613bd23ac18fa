import * as vscode from "vscode";
import { registerCommands } from "./commands/all.ts";
import type { Glassbook } from "./glassbook.ts";
import { problems } from "./language/problems.ts";
import { languageProviders } from "./language/providers.ts";
import { quietTypeScript } from "./language/quietTypeScript.ts";
import { createController, wireController } from "./notebook/controller.ts";
import { NotebookKernels } from "./notebook/NotebookKernels.ts";
import { rendererMessages } from "./notebook/rendererMessages.ts";
import { cellCosts } from "./views/cellCosts.ts";
import { statusBar } from "./views/statusBar.ts";
import { variablesView } from "./views/variables.ts";

/** Wires the parts together; nothing else is decided here. What it returns is for the tests. */
export function activate(context: vscode.ExtensionContext): Glassbook {
  const log = vscode.window.createOutputChannel("Glassbook", { log: true });
  const controller = createController();
  const kernels = new NotebookKernels(context, controller, log);
  const glassbook: Glassbook = { context, controller, kernels, log };
  context.subscriptions.push(
    log,
    controller,
    kernels,
    wireController(controller, kernels),
    rendererMessages(glassbook),
    languageProviders(glassbook),
    problems(glassbook),
    quietTypeScript(glassbook),
    registerCommands(glassbook),
    statusBar(glassbook),
    cellCosts(glassbook),
    variablesView(glassbook),
  );
  return glassbook;
}
