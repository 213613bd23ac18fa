import ts from "typescript-service";
import type { CompleteReply } from "../protocol/message.ts";
import type { Asked } from "./LanguageService.ts";
import { toPoints, toUnits } from "./positions.ts";

/** What can stand at the cursor, with its kind, as front ends show it. */
export function completions({ service, path, code, offset, names }: Asked, cursor: number): CompleteReply {
  const at = toUnits(code, cursor);
  const prefix = /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, at))?.[0] ?? "";
  const start = at - prefix.length;
  const info = service.getCompletionsAtPosition(path, offset + at, { includeCompletionsWithInsertText: false });
  const entries = (info?.entries ?? [])
    .filter(({ name, kind }) => kind !== ts.ScriptElementKind.warning && !name.startsWith("glassbook-"))
    .map(({ name, kind, sortText }) => ({ name, kind: kind as string, sortText }));
  if (info && !info.isMemberCompletion) {
    const known = new Set(entries.map(({ name }) => name));
    for (const { name, kind } of names.all()) {
      if (!known.has(name)) entries.push({ name, kind: kind === "variable" ? "let" : "const", sortText: "11" });
    }
  }
  const exact = entries.filter(({ name }) => name.startsWith(prefix));
  const lower = prefix.toLowerCase();
  const chosen = exact.length > 0 ? exact : entries.filter(({ name }) => name.toLowerCase().startsWith(lower));
  chosen.sort((a, b) => compare(a.sortText, b.sortText) || compare(a.name, b.name));
  const cursor_start = toPoints(code, start);
  const cursor_end = toPoints(code, at);
  const types = chosen.map(({ name, kind }) => ({ start: cursor_start, end: cursor_end, text: name, type: kind }));
  return {
    status: "ok",
    matches: chosen.map(({ name }) => name),
    cursor_start,
    cursor_end,
    metadata: { _jupyter_types_experimental: types },
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
