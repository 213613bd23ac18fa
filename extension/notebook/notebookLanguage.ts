import * as vscode from "vscode";

/** The language of a notebook's outputs: `locale` of its metadata, or else that of every `glassbook` command. */
export function notebookLanguage({ metadata, uri }: vscode.NotebookDocument): string {
  const { locale } = (metadata.metadata ?? metadata) as { locale?: unknown };
  return typeof locale === "string" && locale !== "" ? locale : commandLanguage(uri);
}

/** The setting `glassbook.language`; `auto` is the editor's. */
export function commandLanguage(scope?: vscode.Uri): string {
  const chosen = vscode.workspace.getConfiguration("glassbook", scope).get("language", "auto");
  return chosen === "auto" ? vscode.env.language : chosen;
}
