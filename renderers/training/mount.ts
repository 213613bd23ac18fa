import { baseStyle } from "../dom/baseStyle.ts";
import { element } from "../dom/element.ts";
import { ownKeys } from "../dom/ownKeys.ts";
import { problemNote } from "../dom/problemNote.ts";
import { palettes } from "../shared/colours.ts";
import { commTargets } from "../shared/messages.ts";
import { type TrainingPayload, trainingProblem } from "../shared/trainingPayload.ts";
import type { KernelLink, Line } from "../vscode/link.ts";
import { localeOf } from "../vscode/locale.ts";
import type { Shown } from "../vscode/outputs.ts";
import { editorTheme, watchTheme } from "../vscode/theme.ts";
import { stringsIn } from "./strings.ts";
import { trainingStyle } from "./style.ts";
import { facts, pictures, type Stopping, table } from "./view.ts";

/** Shows how far a training is; what comes later takes the place of what stands there. */
export function mountTraining(host: HTMLElement, given: unknown, link: KernelLink): Shown {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const style = element("style", {}, baseStyle + trainingStyle);
  let payload = given;
  let stopping: Stopping = link.state === "gone" ? "gone" : "can";
  let line: Line | undefined;
  // What is clicked stays the same element while the rest changes twice a second.
  const button = element("button", { type: "button", class: "button", click: stop });
  const told = element("div");
  const note = element("span", { class: "dim", role: "status" });
  const drawn = element("div");
  const summary = element("summary");
  const numbers = element("div");
  const details = element("details", {}, summary, numbers);
  const frame = element(
    "div",
    { role: "region" },
    element("div", { class: "top" }, told, note, button),
    drawn,
    details,
  );

  ownKeys(frame);

  function stop(): void {
    const { training } = payload as TrainingPayload;
    line = link.open(
      commTargets.training,
      { training },
      {
        onMessage() {},
        onClose(data) {
          line = undefined;
          // A kernel that knows this training closes the line too: its next picture says that it stopped.
          if (data.known !== true) stopping = link.state === "gone" ? "gone" : "over";
          draw();
        },
      },
    );
    stopping = "asked";
    draw();
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
    frame.className = theme.highContrast ? "root contrast" : "root";
    frame.setAttribute("aria-label", strings.view);
    told.replaceChildren(facts(known, strings));
    drawn.replaceChildren(...pictures(known, palettes[theme.scheme], strings));
    note.textContent = running
      ? { can: "", asked: strings.stopping, gone: strings.gone, over: strings.notRunning }[stopping]
      : "";
    button.textContent = strings.stop;
    button.title = strings.stopHelp;
    button.disabled = stopping === "asked";
    button.hidden = !running || known.training === undefined || stopping === "gone" || stopping === "over";
    summary.textContent = strings.table;
    details.hidden = known.history.length === 0;
    numbers.replaceChildren(table(known.history, strings));
    if (frame.parentNode !== root) root.replaceChildren(style, frame);
  }

  const unwatch = [
    watchTheme(draw),
    link.onChange(() => {
      if (link.state === "gone") stopping = "gone";
      draw();
    }),
  ];
  draw();
  return {
    show(next) {
      payload = next;
      draw();
    },
    stop() {
      for (const each of unwatch) each();
      line?.close();
    },
  };
}
