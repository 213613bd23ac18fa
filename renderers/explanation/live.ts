import { commTargets } from "../../kernel/payloads/messages.ts";
import { type Changes, isRecomputeAnswer, type RecomputeRequest } from "../../kernel/payloads/recompute.ts";
import type { KernelLink, Line } from "../vscode/link.ts";

export type LiveState =
  | { kind: "ready" }
  | { kind: "computing"; changes: Changes; progress: number | undefined; behindCell: boolean }
  | { kind: "failed"; why: string }
  /** The kernel that knew this view is no more. */
  | { kind: "gone" };

export interface Live {
  readonly state: LiveState;
  /** Asks for the maps anew; an earlier question is given up. */
  ask(changes: Changes): void;
  cancel(): void;
  close(): void;
}

/**
 * The questions of one view to the kernel. The line is opened by the first question, so that a view that came back after
 * a reload costs nothing until someone uses it.
 */
export function live(
  link: KernelLink,
  view: string,
  on: { change(): void; answer(payload: unknown, changes: Changes): void },
): Live {
  let line: Line | undefined;
  let asked = 0;
  let state: LiveState = link.state === "gone" ? { kind: "gone" } : { kind: "ready" };
  const become = (next: LiveState) => {
    state = next;
    on.change();
  };
  const unwatch = link.onChange(() => (link.state === "gone" ? become({ kind: "gone" }) : on.change()));
  const opened = () =>
    link.open(
      commTargets.explanation,
      { view },
      {
        onMessage(data) {
          if (!isRecomputeAnswer(data) || data.request !== asked || state.kind !== "computing") return;
          const { changes } = state;
          if ("progress" in data) become({ ...state, progress: data.progress });
          else if ("problem" in data) become({ kind: "failed", why: data.problem });
          else {
            state = { kind: "ready" };
            on.answer(data.payload, changes);
          }
        },
        onClose() {
          line = undefined;
          become({ kind: "gone" });
        },
      },
    );
  const send = (request: RecomputeRequest) => {
    line ??= opened();
    line.send({ ...request });
  };
  return {
    get state() {
      return state;
    },
    ask(changes) {
      if (state.kind === "gone") return;
      become({ kind: "computing", changes, progress: undefined, behindCell: link.state === "busy" });
      send({ request: ++asked, changes });
    },
    cancel() {
      if (state.kind !== "computing") return;
      send({ cancel: asked });
      become({ kind: "ready" });
    },
    close() {
      unwatch();
      line?.close();
    },
  };
}
