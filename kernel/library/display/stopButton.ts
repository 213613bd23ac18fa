import { commTargets } from "../../payloads/messages.ts";
import { hasComms, onCommOpen } from "../ground/comm.ts";

const running = new Map<string, AbortController>();
let listening = false;

/** A training that a view can stop: aborts the signal when its Stop button is pressed. */
export interface StopButton {
  /** Undefined where no view could ask (a plain script). */
  readonly id: string | undefined;
  readonly signal: AbortSignal;
  /** It is over: nothing is left to stop. */
  done(): void;
}

export function stopButton(): StopButton {
  const controller = new AbortController();
  if (!hasComms()) return { id: undefined, signal: controller.signal, done: () => {} };
  if (!listening) {
    onCommOpen(commTargets.training, (comm, { training, ask }) => {
      if (ask !== true) running.get(String(training))?.abort();
      comm.close({ known: running.has(String(training)) });
    });
  }
  listening = true;
  const id = crypto.randomUUID();
  running.set(id, controller);
  return { id, signal: controller.signal, done: () => void running.delete(id) };
}
