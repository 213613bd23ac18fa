import * as vscode from "vscode";
import type { LanguageAnswers, LanguageRequest, Span } from "../../kernel/protocol/language.ts";
import type { NotebookKernels } from "../notebook/NotebookKernels.ts";

/** Cells of these are what the kernel runs. */
export const languages = ["typescript", "javascript"];

/** The code cells of a notebook, in their order. */
export function codeCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook
    .getCells()
    .filter(({ kind, document }) => kind === vscode.NotebookCellKind.Code && languages.includes(document.languageId));
}

export interface Answer<Q extends LanguageRequest["question"]> {
  answer: LanguageAnswers[Q];
  cells: vscode.NotebookCell[];
}

/** Asks the language service of a cell's notebook; undefined where the cell is none of ours or nobody can answer. */
export async function ask<Q extends LanguageRequest["question"]>(
  kernels: NotebookKernels,
  question: Q,
  document: vscode.TextDocument,
  at = 0,
  name?: string,
): Promise<Answer<Q> | undefined> {
  const notebook = vscode.workspace.notebookDocuments.find((each) => each.uri.path === document.uri.path);
  const ours = notebook && kernels.uses(notebook) && vscode.workspace.isTrusted;
  if (!ours) return undefined;
  const cells = codeCells(notebook);
  const cell = cells.findIndex((each) => each.document === document);
  if (cell < 0) return undefined;
  const codes = cells.map((each) => each.document.getText().replaceAll("\r\n", "\n"));
  try {
    const { answer } = await kernels
      .of(notebook)
      .started()
      .request("language_request", { question, cells: codes, cell, at, ...(name !== undefined && { name }) });
    return { answer: answer as LanguageAnswers[Q], cells };
  } catch {
    // The kernel ended meanwhile; the next question starts another one.
    return undefined;
  }
}

/** Where a place is for the service, which knows one kind of line end. */
export const offsetAt = (document: vscode.TextDocument, position: vscode.Position) =>
  document.offsetAt(position) - (document.eol === vscode.EndOfLine.CRLF ? position.line : 0);

export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  if (document.eol === vscode.EndOfLine.LF)
    return new vscode.Range(document.positionAt(start), document.positionAt(end));
  const lines = document.getText().replaceAll("\r\n", "\n");
  const place = (offset: number) => {
    const before = lines.slice(0, offset).split("\n");
    return new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
  };
  return new vscode.Range(place(start), place(end));
}

export function markdownOf({ code, markdown }: { code: string; markdown: string }): vscode.MarkdownString {
  return new vscode.MarkdownString().appendCodeblock(code, "typescript").appendMarkdown(markdown);
}
