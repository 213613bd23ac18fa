import { type ExplanationPayload, explanationProblem } from "../../kernel/payloads/explanationPayload.ts";
import { isRecord } from "../../kernel/payloads/isRecord.ts";
import { type Changes, isChanges } from "../../kernel/payloads/recompute.ts";
import { baseStyle } from "../dom/baseStyle.ts";
import { element } from "../dom/element.ts";
import { problemNote } from "../dom/problemNote.ts";
import type { KernelLink } from "../vscode/link.ts";
import { localeOf, watchLocale } from "../vscode/locale.ts";
import type { Shown } from "../vscode/outputs.ts";
import type { SavedState } from "../vscode/savedState.ts";
import { editorTheme, watchTheme } from "../vscode/theme.ts";
import { type Live, live } from "./live.ts";
import { type Settings, settingsFrom } from "./settings.ts";
import { stringsIn } from "./strings.ts";
import { explanationStyle } from "./style.ts";
import { explanationView, type View } from "./view.ts";
import { type ViewMap, viewMapsOf } from "./viewMaps.ts";

/** Answers of the kernel that are kept over a reload, in characters: the editor writes them to disk. */
const keptAnswer = 300_000;

const nothing: Changes = { options: {} };

/** Shows a payload in an element and keeps it up to date with the editor and the kernel. */
export function mountExplanation(host: HTMLElement, given: unknown, link: KernelLink, saved: () => SavedState): Shown {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const style = element("style", {}, baseStyle + explanationStyle);
  // Nothing can have been kept of what is never drawn.
  const before = explanationProblem(given) === undefined ? saved().read() : undefined;
  const remembered = isRecord(before) ? before : {};
  let changes: Changes = isChanges(remembered.changes) ? remembered.changes : nothing;
  let answer: unknown = remembered.answer;
  let settings: Settings | undefined;
  let view: View | undefined;
  let maps: ViewMap[] = [];
  let kernel: Live | undefined;
  let locale = localeOf(link);
  const open = new Set<number>();

  const keep = () => {
    const small = answer !== undefined && JSON.stringify(answer).length <= keptAnswer;
    saved().write({ settings, ...(small && { changes, answer }) });
  };
  const payloadNow = () => (answer === undefined ? given : answer);

  function build(): void {
    const strings = stringsIn(locale);
    try {
      const payload = payloadNow();
      const problem = explanationProblem(payload);
      if (problem) throw new TypeError(problem);
      const known = payload as ExplanationPayload;
      if (known.maps.length === 0) throw new TypeError("it has no maps");
      maps = viewMapsOf(known);
      settings = settingsFrom(settings ?? remembered.settings, known.clip, maps.length);
      const asked = kernel && kernel.state.kind !== "gone" ? kernel : undefined;
      const next = explanationView({
        payload: known,
        maps,
        settings,
        locale,
        theme: editorTheme(),
        open,
        ask: asked && {
          target: (target) => asked.ask({ ...changes, target }),
          options: (source, options) =>
            asked.ask({
              ...changes,
              options: { ...changes.options, [source]: { ...changes.options[source], ...options } },
            }),
        },
        changed: (changed) => {
          settings = changed;
          keep();
        },
      });
      const focused = (root.activeElement as HTMLElement | null)?.dataset.key;
      root.replaceChildren(style, next.element);
      view = next;
      if (focused) root.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
      tell();
    } catch (error) {
      if (answer !== undefined) {
        // A saved or new answer that cannot be drawn gives way to what the cell made.
        answer = undefined;
        changes = nothing;
        build();
        return;
      }
      view = undefined;
      root.replaceChildren(style, problemNote(strings.problem((error as Error).message), textsOf(given)));
    }
  }

  /** Says where the view stands with the kernel. */
  function tell(): void {
    if (!view || !kernel) return;
    const strings = stringsIn(locale);
    const { state } = kernel;
    const button = (text: string, click: () => void, key: string) =>
      element("button", { type: "button", class: "link", click, "data-key": key }, text);
    const parts: (Node | string)[] = [];
    if (state.kind === "computing") {
      const percent = state.progress === undefined ? "" : ` ${Math.round(100 * state.progress)}%`;
      parts.push(
        element("span", { class: "spinner", "aria-hidden": "true" }),
        element("span", { role: "status" }, strings.computing + percent),
        ...(state.behindCell && state.progress === undefined
          ? [element("span", { class: "dim" }, strings.kernelBusy)]
          : []),
        button(strings.cancel, () => kernel?.cancel(), "cancel"),
      );
    } else {
      if (state.kind === "gone") parts.push(element("span", { class: "dim", role: "status" }, strings.gone));
      if (state.kind === "failed")
        parts.push(element("span", { class: "problem", role: "alert" }, strings.failed(state.why)));
      if (answer !== undefined) {
        parts.push(element("span", { class: "hidden", role: "status" }, strings.computed));
        parts.push(button(strings.back, reset, "back"));
      }
    }
    view.status.replaceChildren(...parts);
    const computing = state.kind === "computing" ? state.changes : undefined;
    const all = computing !== undefined && computing.target !== changes.target;
    view.computing(
      ({ told }) =>
        computing !== undefined &&
        (all ||
          JSON.stringify(computing.options[told.source ?? -1]) !== JSON.stringify(changes.options[told.source ?? -1])),
    );
  }

  function reset(): void {
    answer = undefined;
    changes = nothing;
    keep();
    build();
  }

  const viewId = isRecord(given) && isRecord(given.live) ? given.live.view : undefined;
  let wasGone = false;
  if (typeof viewId === "string") {
    kernel = live(link, viewId, {
      change: () => {
        const gone = kernel?.state.kind === "gone";
        if (gone === wasGone) return tell();
        wasGone = gone;
        build();
      },
      answer: (payload, asked) => {
        answer = payload;
        changes = asked;
        build();
        keep();
      },
    });
    wasGone = kernel.state.kind === "gone";
  }
  const unwatch = [
    watchTheme(() => view?.theme(editorTheme())),
    watchLocale(link, () => {
      locale = localeOf(link);
      build();
    }),
  ];
  build();
  return {
    stop() {
      for (const each of unwatch) each();
      kernel?.close();
    },
  };
}

/** The sentences in a payload that is otherwise broken. */
function textsOf(payload: unknown): string[] {
  if (!isRecord(payload) || !Array.isArray(payload.maps)) return [];
  return payload.maps.flatMap((map) => (isRecord(map) && typeof map.text === "string" ? [map.text] : [])).slice(0, 20);
}
