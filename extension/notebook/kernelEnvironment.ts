import * as vscode from "vscode";
import { typeErrors } from "../language/problems.ts";
import { commandLanguage, notebookLanguage } from "./notebookLanguage.ts";

/** The settings, as a notebook's kernel takes them. */
export function kernelEnvironment(notebook: vscode.NotebookDocument): Record<string, string> {
  return {
    ...settingsEnvironment(notebook.uri),
    GLASSBOOK_LANGUAGE: notebookLanguage(notebook),
    // The squiggles are there already: the kernel need not look for the same errors again.
    GLASSBOOK_TYPE_ERRORS: typeErrors(notebook) === "block" ? "block" : "off",
  };
}

/** The settings, as every `glassbook` command takes them. */
export function settingsEnvironment(scope?: vscode.Uri): Record<string, string> {
  const settings = vscode.workspace.getConfiguration("glassbook", scope);
  const chosen = (name: string) => settings.get(name, "");
  const [backend, data, cache] = [chosen("backend"), chosen("dataFolder"), chosen("cacheFolder")];
  const gpuMemory = settings.get("gpuMemory", 0);
  return {
    GLASSBOOK_LANGUAGE: commandLanguage(scope),
    ...(backend && backend !== "auto" && { GLASSBOOK_BACKEND: backend }),
    ...(gpuMemory > 0 && { GLASSBOOK_GPU_MEMORY_MB: String(gpuMemory) }),
    ...(data && { GLASSBOOK_DATA: data }),
    ...(cache && { GLASSBOOK_CACHE: cache }),
  };
}
