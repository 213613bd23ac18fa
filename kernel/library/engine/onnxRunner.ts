import { ShapeError, TargetError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { OutputSpec, Signature } from "../signature/Signature.ts";
import { onnxFacts } from "./axes/onnxFacts.ts";
import { activated, softmaxAxis } from "./finalActivation.ts";
import { product } from "./fromLayers/Value.ts";
import { BatchSizer } from "./onnx/BatchSizer.ts";
import { type Asked, type Question, questionOf } from "./onnx/question.ts";
import { floatsPerRow, type RunnableGraph } from "./onnx/RunnableGraph.ts";
import { type Answer, FEW, type Plan, runAll } from "./onnx/runAll.ts";
import type { Batch, GradientOptions, Runner } from "./runner.ts";
import { createSession, type Session, type SessionOptions } from "./session/session.ts";
import { sessions } from "./session/sessions.ts";
import { fastestThreading, type Threading } from "./session/threading.ts";
import { unknownLayer } from "./unknownLayer.ts";

export interface OnnxRunnerOptions extends SessionOptions {
  /** Gives the model as it is now; another object than the last time when its weights have changed. */
  readonly current: () => Promise<RunnableGraph>;
  /** What the model takes and answers. */
  readonly signature: Signature;
  /** The one of its outputs that is answered. */
  readonly outputSpec: OutputSpec;
}

/** What was learnt about each question to each model as it is now. */
const plans = new WeakMap<RunnableGraph, Map<string, Plan>>();

/**
 * Runs a compiled model. Weights are constants of the sessions, which are kept warm and made anew when the weights have
 * changed; rows are cut into batches of the size that is fastest here.
 */
export async function onnxRunner(given: OnnxRunnerOptions): Promise<Runner> {
  const { current, signature, outputSpec, ...options } = given;
  const first = await current();
  const { input, ports, outputs, finalActivation, softmax, layers, attention } = first;

  const over = softmax ?? softmaxAxis(outputs.probability.shape);

  async function ask(batch: Batch, asked: Asked, targets?: Int32Array): Promise<Answer> {
    const model = await current();
    const { neuronsOf, rules, onlyLayers, cam, sums } = asked;
    check(model, batch, [...(asked.layers ?? []), ...(cam ? [cam.layer] : [])], targets, { neuronsOf, sums });
    const hasLayers = cam !== undefined || (asked.layers ?? []).length > 0;
    const backward = rules?.kind === "deepLift" ? rules.kind : rules;
    const question = [
      targets !== undefined,
      asked.output,
      asked.layers ?? [],
      neuronsOf,
      backward,
      onlyLayers,
      cam,
      options,
    ];
    const key = JSON.stringify(question);
    const plan = planOf(model, key, () =>
      questionOf(model, asked, targets !== undefined, hasLayers ? onnxFacts(model, signature.inputs) : []),
    );
    const threading = await threadingFor(batch, plan, options);
    const make = () => createSession(plan.question.graph, { ...options, ...threading });
    const work = (session: Session) => runAll(session, model, plan, batch, asked, targets);
    return sessions.use(model, `${key} ${JSON.stringify(threading)}`, make, work);
  }

  return {
    engine: "onnx",
    signature,
    outputSpec,
    inputShape: input.shape,
    ports,
    outputShape: outputs.probability.shape,
    outputSize: product(outputs.probability.shape),
    hasLogit: finalActivation !== undefined,
    probabilitiesOf: (logits) => activated(logits, finalActivation, over.classes, over.step),
    layerNames: [...layers.keys()],
    attention,
    layerFacts: () => onnxFacts(first, signature.inputs),
    predict: (batch, asked) => ask(batch, asked),
    gradients: async (batch, asked: GradientOptions) => {
      const { input = new Float32Array(), ...rest } = await ask(batch, asked, asked.targets);
      return { ...rest, input };
    },
  };
}

/** One thread for a few rows that are quick, what is fastest now for many; the caller's own choice before both. */
async function threadingFor(batch: Batch, plan: Plan, options: SessionOptions): Promise<Threading> {
  if (options.threads !== undefined || options.spinning !== undefined) return {};
  if (options.runtime === "onnxruntime-web" || options.executionProviders) return {};
  if (batch.count <= FEW) return plan.isQuick ? { threads: 1 } : {};
  return fastestThreading();
}

function planOf(model: RunnableGraph, key: string, write: () => Question): Plan {
  const ofModel = plans.get(model) ?? new Map<string, Plan>();
  plans.set(model, ofModel);
  let plan = ofModel.get(key);
  if (!plan) {
    plan = { question: write(), sizer: new BatchSizer(floatsPerRow(model)), rowShapes: new Map(), isQuick: false };
    ofModel.set(key, plan);
  }
  return plan;
}

function check(
  model: RunnableGraph,
  batch: Batch,
  names: readonly string[],
  targets: Int32Array | undefined,
  { neuronsOf, sums }: Pick<GradientOptions, "neuronsOf" | "sums">,
): void {
  const { input, layers, outputs } = model;
  const size = product(input.shape);
  if (batch.values.length !== batch.count * size) {
    throw new ShapeError(
      say`${batch.count} rows of [${input.shape}] have ${batch.count * size} numbers, not ${batch.values.length}`,
    );
  }
  for (const name of neuronsOf === undefined ? names : [...names, neuronsOf]) {
    if (layers.has(name)) continue;
    throw unknownLayer(name, [...layers.keys()]);
  }
  const counted = neuronsOf === undefined ? outputs.probability : layers.get(neuronsOf);
  const classes = neuronsOf === undefined && sums ? sums.length : product(counted?.shape ?? []);
  if (targets && targets.length !== batch.count) {
    throw new ShapeError(say`${targets.length} targets for ${batch.count} rows: expected one for each`);
  }
  const wrong = targets?.find((target) => target < 0 || target >= classes);
  if (wrong !== undefined) {
    throw new TargetError(
      neuronsOf === undefined
        ? say`target ${wrong} is out of range: the model has ${classes} outputs (0–${classes - 1})`
        : say`target ${wrong} is out of range: the layer ${neuronsOf} has ${classes} outputs (0–${classes - 1})`,
    );
  }
}
