/**
 * What an editor asks about the cells it shows, whether they ran or not: Glassbook's own `language_request`, beside
 * Jupyter's messages, whose completion and inspection know only the cells that ran. Places are UTF-16 units, from 0.
 */
export interface LanguageRequest {
  question: "completions" | "completion" | "hover" | "signatures" | "definition" | "problems";
  /** The notebook's code cells, in their order. */
  cells: string[];
  /** Which of them is asked about. */
  cell: number;
  /** Where in it; `problems` has no use for it. */
  at: number;
  /** The entry that `completion` asks about. */
  name?: string;
}

export interface Span {
  start: number;
  end: number;
}

export interface CompletionEntry {
  name: string;
  /** TypeScript's ScriptElementKind: `"method"`, `"const"`, … */
  kind: string;
  sortText: string;
  insertText?: string;
  deprecated: boolean;
}

export interface Described {
  /** A type or signature in TypeScript. */
  code: string;
  markdown: string;
}

export interface SignatureHelp {
  signatures: { label: string; markdown: string; parameters: { label: string; markdown: string }[] }[];
  active: number;
  activeParameter: number;
}

/** A place in another cell, or in a file; lines and columns from 0. */
export type Place = { cell: number; span: Span } | { file: string; line: number; column: number };

export interface LanguageProblem extends Span {
  message: string;
  code: number;
  severity: "error" | "warning";
}

/** Answers by question; undefined where there is nothing to tell. */
export interface LanguageAnswers {
  completions: { entries: CompletionEntry[]; replaces: Span };
  completion: Described | undefined;
  hover: (Described & { span: Span }) | undefined;
  signatures: SignatureHelp | undefined;
  definition: Place[];
  problems: LanguageProblem[];
}

export interface LanguageReply {
  status: "ok";
  /** `LanguageAnswers[question]`. */
  answer: unknown;
}
