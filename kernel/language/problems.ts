import ts from "typescript-service";
import type { CellProblem } from "./client.ts";
import type { Asked } from "./LanguageService.ts";

/**
 * Not told: that a type is implied to be `any` (7xxx: fine in a notebook), what the run itself says better (a module
 * that is not there, an unreachable label), and what only holds for files.
 */
const untold = new Set([2307, 2306, 7028]);
export const isTold = (code: number) => !(code >= 7000 && code < 7100) && !untold.has(code);

/** The cell's type errors; none while it has syntax errors, which the run reports. */
export function problems({ service, path, code, offset }: Asked): CellProblem[] {
  if (service.getSyntacticDiagnostics(path).length > 0) return [];
  return service.getSemanticDiagnostics(path).flatMap((diagnostic) => {
    const start = (diagnostic.start ?? 0) - offset;
    const end = start + (diagnostic.length ?? 0);
    const error = diagnostic.category === ts.DiagnosticCategory.Error;
    if (!error || !isTold(diagnostic.code) || start < 0 || start > code.length) return [];
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    return [{ ...place(code, start), ...endPlace(code, Math.min(end, code.length)), message, code: diagnostic.code }];
  });
}

function place(code: string, offset: number): { line: number; column: number } {
  const before = code.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function endPlace(code: string, offset: number): { endLine: number; endColumn: number } {
  const { line, column } = place(code, offset);
  return { endLine: line, endColumn: column };
}
