import { type TablePayload, tableProblem } from "../../kernel/payloads/tablePayload.ts";
import { problemNote } from "../dom/problemNote.ts";
import type { KernelLink } from "../vscode/link.ts";
import { mounted } from "../vscode/mounted.ts";
import type { Shown } from "../vscode/outputs.ts";
import type { SavedState } from "../vscode/savedState.ts";
import { settingsFrom } from "./settings.ts";
import { stringsIn } from "./strings.ts";
import { tableStyle } from "./style.ts";
import { tableView } from "./view.ts";

/** Shows a table, or says why not. */
export function mountTable(host: HTMLElement, payload: unknown, link: KernelLink, saved: () => SavedState): Shown {
  const problem = tableProblem(payload);
  return mounted(host, tableStyle, link, (locale) => {
    const strings = stringsIn(locale);
    if (problem) return problemNote(strings.problem(problem));
    const table = payload as TablePayload;
    const state = saved();
    return tableView(table, settingsFrom(state.read(), table.columns.length), locale, state.write);
  });
}
