import * as vscode from "vscode";
import type { NotebookKernels } from "../notebook/NotebookKernels.ts";
import { ask, offsetAt, rangeOf } from "./ask.ts";

const { CompletionItemKind: Kind } = vscode;

/** TypeScript's kinds as the editor's icons. */
const kinds: Record<string, vscode.CompletionItemKind> = {
  class: Kind.Class,
  const: Kind.Constant,
  constructor: Kind.Constructor,
  enum: Kind.Enum,
  "enum member": Kind.EnumMember,
  external_module: Kind.Module,
  function: Kind.Function,
  getter: Kind.Property,
  interface: Kind.Interface,
  keyword: Kind.Keyword,
  let: Kind.Variable,
  "local function": Kind.Function,
  "local var": Kind.Variable,
  method: Kind.Method,
  module: Kind.Module,
  parameter: Kind.Variable,
  property: Kind.Field,
  setter: Kind.Property,
  string: Kind.Constant,
  type: Kind.Interface,
  var: Kind.Variable,
};

interface Item extends vscode.CompletionItem {
  /** Where it was asked for, to describe it later. */
  asked: { document: vscode.TextDocument; at: number; name: string };
}

export const triggers = [".", '"', "'", "`", "/", "@", "<"];

export function completionProvider(kernels: NotebookKernels): vscode.CompletionItemProvider<Item> {
  return {
    async provideCompletionItems(document, position) {
      const at = offsetAt(document, position);
      const found = await ask(kernels, "completions", document, at);
      if (!found) return undefined;
      const { entries, replaces } = found.answer;
      const range = rangeOf(document, replaces);
      return entries.map(({ name, kind, sortText, insertText, deprecated }): Item => {
        const item: Item = { label: name, sortText, range, asked: { document, at, name } };
        item.kind = kinds[kind] ?? Kind.Text;
        if (insertText !== undefined) item.insertText = insertText;
        if (deprecated) item.tags = [vscode.CompletionItemTag.Deprecated];
        return item;
      });
    },
    async resolveCompletionItem(item) {
      const { document, at, name } = item.asked;
      const described = (await ask(kernels, "completion", document, at, name))?.answer;
      if (!described) return item;
      return { ...item, detail: described.code, documentation: new vscode.MarkdownString(described.markdown) };
    },
  };
}
