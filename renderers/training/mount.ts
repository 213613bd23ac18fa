import { commTargets } from "../../kernel/payloads/messages.ts";
import { type TrainingPayload, trainingProblem } from "../../kernel/payloads/trainingPayload.ts";
import { baseStyle } from "../dom/baseStyle.ts";
import { element } from "../dom/element.ts";
import { ownKeys } from "../dom/ownKeys.ts";
import { problemNote } from "../dom/problemNote.ts";
import { palettes } from "../shared/colors.ts";
import type { KernelLink, Line } from "../vscode/link.ts";
import { localeOf } from "../vscode/locale.ts";
import type { Shown } from "../vscode/outputs.ts";
import { editorTheme, watchTheme } from "../vscode/theme.ts";
import { stringsIn } from "./strings.ts";
import { trainingStyle } from "./style.ts";
import { facts, pictures, type Stopping, table, type Viewed } from "./view.ts";

/** One that says nothing new for so long may have ended without a word: the process died, the notebook is an old one. */
const quietMs = 3000;

/** Shows how far a training is; what comes later takes the place of what stands there. */
export function mountTraining(host: HTMLElement, given: unknown, link: KernelLink): Shown {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const style = element("style", {}, baseStyle + trainingStyle);
  let payload = given;
  let stopping: Stopping = link.state === "gone" ? "gone" : "can";
  // News is proof of life where the kernel is not the editor's to ask: another extension's, or a guest's.
  let heard = false;
  let line: Line | undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  // What is clicked stays the same element while the rest changes twice a second.
  const button = element("button", { type: "button", class: "button", click: stop });
  const told = element("div");
  const note = element("span", { class: "dim", role: "status" });
  const error = element("p", { class: "problem", role: "alert" });
  const drawn = element("div");
  const summary = element("summary");
  const numbers = element("div");
  const details = element("details", {}, summary, numbers);
  const frame = element(
    "div",
    { role: "region" },
    element("div", { class: "top" }, told, note, button),
    error,
    drawn,
    details,
  );

  ownKeys(frame);

  function tell(data: { training: string | undefined; ask?: true }): void {
    line?.close();
    line = link.open(commTargets.training, data, {
      onMessage() {},
      onClose({ known }) {
        line = undefined;
        // A kernel that knows this training closes the line too: its next picture says how it goes on.
        if (known !== true) stopping = link.state === "gone" ? "gone" : "over";
        else watch();
        draw();
      },
    });
  }

  function stop(): void {
    tell({ training: (payload as TrainingPayload).training });
    stopping = "asked";
    draw();
  }

  /** Asks after what is quiet, and again while a kernel that knows it has nothing new. */
  function watch(): void {
    clearTimeout(quiet);
    if (trainingProblem(payload) || stopping === "gone" || stopping === "over") return;
    const { state, training } = payload as TrainingPayload;
    if (state === "running") quiet = setTimeout(() => tell({ training, ask: true }), quietMs);
  }

  function draw(): void {
    const locale = localeOf(link);
    const problem = trainingProblem(payload);
    if (problem) {
      root.replaceChildren(style, problemNote(stringsIn(locale).problem(problem)));
      return;
    }
    const known = payload as TrainingPayload;
    const strings = stringsIn(locale);
    const theme = editorTheme();
    const running = known.state === "running";
    const lost = running && (stopping === "over" || (stopping === "gone" && !heard));
    const viewed: Viewed = lost ? { ...known, state: "lost" } : known;
    frame.className = theme.highContrast ? "root contrast" : "root";
    frame.lang = locale;
    frame.setAttribute("aria-label", strings.view);
    told.replaceChildren(facts(viewed, strings));
    drawn.replaceChildren(...pictures(viewed, palettes[theme.scheme], strings));
    note.textContent = running
      ? { can: "", asked: strings.stopping, gone: lost ? strings.gone : "", over: strings.notRunning }[stopping]
      : "";
    button.textContent = strings.stop;
    button.title = strings.stopHelp;
    button.disabled = stopping === "asked";
    button.hidden = !running || known.training === undefined || lost || stopping === "gone";
    error.textContent = known.error ?? "";
    error.hidden = known.error === undefined;
    summary.textContent = strings.table;
    details.hidden = known.history.length === 0;
    numbers.replaceChildren(table(known, strings));
    if (frame.parentNode !== root) root.replaceChildren(style, frame);
  }

  const unwatch = [
    watchTheme(draw),
    link.onChange(() => {
      if (link.state === "gone") {
        stopping = "gone";
        heard = false;
      }
      watch();
      draw();
    }),
  ];
  watch();
  draw();
  return {
    show(next) {
      // A kernel that has news of it runs it; the editor may also show again what stood there.
      const news = JSON.stringify(next) !== JSON.stringify(payload);
      heard ||= news;
      if (news && stopping !== "asked") stopping = link.state === "gone" ? "gone" : "can";
      payload = next;
      watch();
      draw();
    },
    stop() {
      for (const each of unwatch) each();
      clearTimeout(quiet);
      line?.close();
    },
  };
}
