import type { ExplanationPayload, LivePayload } from "../../../payloads/explanationPayload.ts";
import { commTargets } from "../../../payloads/messages.ts";
import { type Changes, isRecomputeRequest, type RecomputeAnswer } from "../../../payloads/recompute.ts";
import { canAttributeAgain } from "../../explain/call/origin.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { type Comm, hasComms, onCommOpen } from "../../ground/comm.ts";
import { parametersOf } from "./parameters.ts";

/** The payload of explanations, and what a view needs to ask for others. */
type Draw = (explanations: readonly Explanation[], live: LivePayload) => ExplanationPayload;

interface View {
  explanations: readonly Explanation[];
  draw: Draw;
}

/** Views whose explanations are kept; the oldest is forgotten first. */
const most = 100;
const views = new Map<string, View>();
let listening = false;

const liveOf = (view: string, explanations: readonly Explanation[]): LivePayload => ({
  view,
  sources: explanations.map((explanation) => ({ parameters: parametersOf(explanation) })),
});

/**
 * Lets the view of these explanations ask for them anew, of another class or with other options. Undefined where nobody
 * could ask (a plain script), or where an explanation was not computed here.
 */
export function liveView(explanations: readonly Explanation[], draw: Draw): LivePayload | undefined {
  if (!hasComms() || !explanations.every(canAttributeAgain)) return undefined;
  if (!listening) onCommOpen(commTargets.explanation, serve);
  listening = true;
  const id = crypto.randomUUID();
  views.set(id, { explanations, draw });
  for (const old of [...views.keys()].slice(0, -most)) views.delete(old);
  return liveOf(id, explanations);
}

/** Answers one view's questions, the newest only. */
function serve(comm: Comm, { view: id }: Record<string, unknown>): void {
  const view = views.get(String(id));
  if (!view) {
    comm.close();
    return;
  }
  let running = new AbortController();
  comm.onClose(() => running.abort());
  comm.onMessage(async (data) => {
    if (!isRecomputeRequest(data)) return;
    running.abort();
    if ("cancel" in data) return;
    const own = new AbortController();
    running = own;
    const { request } = data;
    const tell = (answer: RecomputeAnswer) => {
      if (!own.signal.aborted) comm.send({ ...answer });
    };
    try {
      const onProgress = sparingly((progress) => tell({ request, progress }));
      const explanations = await recompute(view.explanations, data.changes, { signal: own.signal, onProgress });
      tell({ request, payload: view.draw(explanations, liveOf(String(id), explanations)) });
    } catch (error) {
      tell({ request, problem: error instanceof Error ? error.message : String(error) });
    }
  });
}

async function recompute(
  explanations: readonly Explanation[],
  { target, options }: Changes,
  { signal, onProgress }: { signal: AbortSignal; onProgress(fraction: number): void },
): Promise<Explanation[]> {
  // With it come the methods and TensorFlow.js, which drawing needs nothing of.
  const { attributeAgain } = await import("../../explain/call/attributeAgain.ts");
  const made: Explanation[] = [];
  for (const [source, explanation] of explanations.entries()) {
    const changed = options[source] ?? {};
    const same = target === undefined && Object.keys(changed).length === 0;
    const progress = (fraction: number) => onProgress((source + fraction) / explanations.length);
    made.push(
      same
        ? explanation
        : await attributeAgain(explanation, { target, options: changed, signal, onProgress: progress }),
    );
    signal.throwIfAborted();
  }
  return made;
}

/** Ten times a second at most. */
function sparingly(tell: (fraction: number) => void): (fraction: number) => void {
  let next = performance.now() + 100;
  return (fraction) => {
    const now = performance.now();
    if (now < next) return;
    next = now + 100;
    tell(fraction);
  };
}
