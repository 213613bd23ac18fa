import ts from "typescript-service";
import type { IsCompleteReply } from "../protocol/message.ts";

/** Whether Enter runs the code, or there is more to come. What is missing at the very end can still be typed. */
export function isComplete(code: string): IsCompleteReply {
  const { diagnostics = [] } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const errors = diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  const [first] = errors;
  if (!first) return { status: "complete" };
  const end = code.trimEnd().length;
  const unterminated = errors.some(({ code: number }) => number === 1160 || number === 1010);
  if (unterminated || (first.start ?? 0) >= end) return { status: "incomplete", indent: indent(code) };
  return { status: "invalid" };
}

/** That of the last line, and one step more where it opens something. */
function indent(code: string): string {
  const last = code.trimEnd().split("\n").at(-1) ?? "";
  const own = /^\s*/.exec(last)?.[0] ?? "";
  return /[{([]$/.test(last) ? `${own}  ` : own;
}
