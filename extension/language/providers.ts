import * as vscode from "vscode";
import type { Glassbook } from "../glassbook.ts";
import { notebookType } from "../notebook/controller.ts";
import { ask, languages, markdownOf, offsetAt, rangeOf } from "./ask.ts";
import { completionProvider, triggers } from "./completion.ts";

/** Completion, hover, signatures and definitions in the cells of our notebooks. */
export function languageProviders({ kernels }: Glassbook): vscode.Disposable {
  const selector = languages.map((language) => ({ language, notebookType }));
  const { languages: registry } = vscode;
  return vscode.Disposable.from(
    registry.registerCompletionItemProvider(selector, completionProvider(kernels), ...triggers),
    registry.registerHoverProvider(selector, {
      async provideHover(document, position) {
        const hover = (await ask(kernels, "hover", document, offsetAt(document, position)))?.answer;
        return hover && new vscode.Hover(markdownOf(hover), rangeOf(document, hover.span));
      },
    }),
    registry.registerSignatureHelpProvider(
      selector,
      {
        async provideSignatureHelp(document, position) {
          const found = (await ask(kernels, "signatures", document, offsetAt(document, position)))?.answer;
          if (!found) return undefined;
          const help = new vscode.SignatureHelp();
          help.activeSignature = found.active;
          help.activeParameter = found.activeParameter;
          help.signatures = found.signatures.map(({ label, markdown, parameters }) => {
            const signature = new vscode.SignatureInformation(label, new vscode.MarkdownString(markdown));
            signature.parameters = parameters.map(
              (each) => new vscode.ParameterInformation(each.label, new vscode.MarkdownString(each.markdown)),
            );
            return signature;
          });
          return help;
        },
      },
      { triggerCharacters: ["(", ",", "<"], retriggerCharacters: [")"] },
    ),
    registry.registerDefinitionProvider(selector, {
      async provideDefinition(document, position) {
        const found = await ask(kernels, "definition", document, offsetAt(document, position));
        return found?.answer.flatMap((place) => {
          if ("file" in place) {
            return new vscode.Location(vscode.Uri.file(place.file), new vscode.Position(place.line, place.column));
          }
          const target = found.cells[place.cell]?.document;
          return target ? new vscode.Location(target.uri, rangeOf(target, place.span)) : [];
        });
      },
    }),
  );
}
