import { tableBundle } from "../drawing/table.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { DataError, UnsupportedLayerError } from "../ground/errors.ts";
import { language } from "../ground/language.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import type { Inputs } from "../signature/Inputs.ts";
import { signatureInWords } from "../signature/inWords.ts";
import { remember, rememberAlso, type Trial, withRemembered } from "../signature/remembered.ts";
import type { OutputSpec, Signature } from "../signature/Signature.ts";
import { type SignatureOptions, signatureNames } from "../signature/SignatureOptions.ts";
import { theOutput } from "../signature/theOutput.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import type { Detection } from "./detector/Detection.ts";
import { describeDetector, findDetector, picturesFor } from "./detector/describeDetector.ts";
import type { Detector } from "./detector/detectorOf.ts";
import { detectorRunner } from "./detector/detectorRunner.ts";
import { decodeModel } from "./graph/decodeModel.ts";
import type { Constant, Graph } from "./graph/graph.ts";
import { beforeArgMax } from "./onnx/beforeArgMax.ts";
import { chooseOutput, explainableOutputs } from "./onnx/choose.ts";
import { type FromOnnxOptions, fromOnnx, fromOnnxNames } from "./onnx/fromOnnx.ts";
import { readModelFile } from "./onnx/modelFile.node.ts";
import { oneByOne } from "./onnx/oneByOne.ts";
import type { RunnableGraph } from "./onnx/RunnableGraph.ts";
import { onnxRunner } from "./onnxRunner.ts";
import type { Predictions } from "./predict/Predictions.ts";
import { type ModelPredictOptions, modelPredictNames, predictWith } from "./predict/predictWith.ts";
import { presentGraph } from "./present/presentGraph.ts";
import type { Runner } from "./runner.ts";
import { besideModel } from "./signature/besideModel.node.ts";
import type { HubFacts } from "./signature/huggingFace.ts";
import { readOnnx } from "./signature/readOnnx.ts";

export interface LoadOnnxOptions extends FromOnnxOptions, SignatureOptions {}

const loadOnnxNames = { ...fromOnnxNames, ...signatureNames } as const satisfies Names<LoadOnnxOptions>;

/** A model read from an ONNX file by `loadOnnx`. Every explainer takes it; `runner` is how they run it. */
export class OnnxModel implements Displayable {
  // Said outright: the bundler calls a class that names itself _OnnxModel.
  static get name(): string {
    return "OnnxModel";
  }

  /** Without the batch dimension; of several inputs `[total]`, as they lie in a flat row: their own are in `signature`. */
  readonly inputShape: readonly number[];
  /** Names of the outputs that can be explained; `attribute(x, { target: { [name]: 3 } })` asks for another than the first. */
  readonly outputNames: readonly string[];
  readonly outputSize: number;
  /** Whether a softmax or sigmoid ends the model, so that the logit behind it can be explained. */
  readonly hasLogit: boolean;
  /** Names of the inner values that can be asked for as layers, in the order they are computed. */
  readonly valueNames: readonly string[];
  /** What there is to know of how the file was read: that values before an ArgMax stand for its places. */
  readonly notes: readonly string[];
  readonly #model: RunnableGraph;
  readonly #options: FromOnnxOptions;
  readonly #read: Signature;
  readonly #detector: Detector | undefined;
  /** As the file has it. */
  readonly #whole: Graph;
  readonly #others = new Map<string, Promise<RunnableGraph>>();
  /** The graphs as explainers ask them, by what their output was taken for. */
  readonly #presented = new WeakMap<RunnableGraph, Map<string, RunnableGraph>>();

  /**
   * @param read what the file says of the model.
   * @param whole the graph as the file has it.
   * @param notes on what was read otherwise than the file has it.
   * @param detector where it finds boxes.
   */
  constructor(
    model: RunnableGraph,
    options: FromOnnxOptions,
    read: Signature,
    whole: Graph,
    notes: readonly string[] = [],
    detector?: Detector,
  ) {
    this.#detector = detector;
    this.notes = notes;
    this.#model = model;
    this.#options = options;
    this.#read = read;
    this.#whole = whole;
    this.outputNames = explainableOutputs(whole).map(({ name }) => name);
    this.inputShape = model.input.shape;
    this.outputSize = model.outputs.probability.shape.reduce((all, size) => all * size, 1);
    this.hasLogit = model.finalActivation !== undefined;
    this.valueNames = [...model.layers.keys()];
  }

  /** What the model takes and answers, as far as it is known. */
  get signature(): Signature {
    return this.signatureWith();
  }

  /** The same with what is tried besides. @throws OptionError where that does not fit the model. */
  signatureWith(trial?: Trial): Signature {
    return withRemembered(this.#read, this, { raw: "logits" }, trial);
  }

  /** The model as plain data. */
  get graph(): Graph {
    return this.#model.graph;
  }

  /** The same as the file has it, with all its inputs and outputs. */
  get wholeGraph(): Graph {
    return this.#whole;
  }

  /** The same model with other constants in place of those of the same names and shapes: other weights. */
  withConstants(changed: ReadonlyMap<string, Constant>): OnnxModel {
    const { graph } = this.#model;
    const own = { ...this.#model, graph: withConstants(graph, changed) };
    const copy = new OnnxModel(
      own,
      this.#options,
      this.#read,
      withConstants(this.#whole, changed),
      this.notes,
      this.#detector && { ...this.#detector, graph: withConstants(this.#detector.graph, changed) },
    );
    rememberAlso(copy, this);
    return copy;
  }

  /** What it takes and answers, in the notebook's language. */
  [displayKey](): MimeBundle {
    const notes = [...signatureInWords(this.signature, language()), ...this.notes.map((note) => `${note}.`)];
    const specs = [...this.signature.inputs, ...this.signature.outputs];
    const rows = specs.map(({ name, kind, shape }, i) => {
      const isInput = i < this.signature.inputs.length;
      const sizes = `[${["n", ...shape.map((size) => size ?? "?")].join(", ")}]`;
      if (language() === "zh-CN") return { "": isInput ? "输入" : "输出", 名称: name, 形状: sizes, 种类: kind };
      return { "": isInput ? "input" : "output", name, shape: sizes, kind };
    });
    return tableBundle(rows, { caption: "OnnxModel" }, { notes });
  }

  /**
   * What the model answers: as `predict(model, inputs)`.
   *
   * @example
   * const model = await loadOnnx("animals.onnx", { classNames: ["cat", "dog"] });
   * (await model.predict(pictures)).top(1, { row: 0 }); // [{ index: 1, name: "dog", value: 0.98 }]
   */
  predict(inputs: Inputs, options: ModelPredictOptions = {}): Promise<Predictions> {
    checkNames("OnnxModel.predict", modelPredictNames, options);
    const start = (_: unknown, output?: string) => this.runner(undefined, output);
    return predictWith({ declared: this.signature.inputs, names: this.outputNames, start }, inputs, options);
  }

  /**
   * Of a model that finds boxes: those of each picture. Cost: a pass for each.
   *
   * @throws UnsupportedLayerError for any other model; ShapeError for pictures of another shape.
   * @example
   * const [boxes] = await detector.detect(picture);
   * boxes[0]; // { box: [12, 8, 40, 31], score: 0.87, label: 2 }
   */
  async detect(inputs: Inputs): Promise<readonly (readonly Detection[])[]> {
    const { detect } = await this.runner();
    if (!detect) throw new UnsupportedLayerError(say`the model finds no boxes: NonMaxSuppression is not in it`);
    return detect(await picturesFor(inputs, this.inputShape), {});
  }

  /** @param output name of the output to answer (default: the one that the model was loaded for). */
  async runner(_inputShape?: readonly number[], output = this.#options.output): Promise<Runner> {
    const { signature } = this;
    const outputSpec = theOutput(signature, output);
    if (this.#detector) return detectorRunner(this.#detector, { ...this.#options, signature, outputSpec });
    const model = await this.#answering(output);
    const presented = this.#presentedAs(model, outputSpec);
    return onnxRunner({ ...this.#options, current: async () => presented, signature, outputSpec });
  }

  #presentedAs(model: RunnableGraph, spec: OutputSpec): RunnableGraph {
    const known = this.#presented.get(model) ?? new Map<string, RunnableGraph>();
    this.#presented.set(model, known);
    const as = JSON.stringify([spec.kind, "from" in spec && spec.from]);
    const graph = known.get(as) ?? presentGraph(model, spec);
    known.set(as, graph);
    return graph;
  }

  /** The model with another of its outputs at the end. */
  #answering(output: string | undefined): Promise<RunnableGraph> {
    if (output === undefined || output === this.#options.output) return Promise.resolve(this.#model);
    const known = this.#others.get(output);
    if (known) return known;
    const other = fromOnnx(this.#whole, { ...this.#options, output });
    this.#others.set(output, other);
    return other;
  }
}

function withConstants(graph: Graph, changed: ReadonlyMap<string, Constant>): Graph {
  return { ...graph, constants: new Map([...graph.constants].map(([name, own]) => [name, changed.get(name) ?? own])) };
}

/**
 * Loads an ONNX classifier or regressor (operator sets 13 to 22; from PyTorch, scikit-learn, Keras, …) of numeric inputs
 * `[batch, ...]`, to be explained. Perturbation methods work with all operators, gradient methods where each one
 * on the way has a gradient. The model is run once with zeros. A final `ZipMap` of scikit-learn's exporter is taken away.
 *
 * @param fileOrBytes a file name, or the bytes of a file that needs no other beside it.
 * @param options.inputShape of one example, where the model leaves sizes open; of several inputs by their names.
 * @param options.classNames,inputs,outputs what it takes and answers beyond what the file says, as `describeModel` has it.
 * @param options.output name of the output to explain; default the first of floating point.
 * @throws DataError for a file that is missing, damaged, hostile, or not such a model.
 * @example
 * const model = await loadOnnx("resnet.onnx", { inputs: preprocessing.imagenet });
 * const image = await readImage("cat.jpg", model);
 * const heat = await new IntegratedGradients(model).attribute(image, { target: 3 });
 */
export async function loadOnnx(fileOrBytes: string | Uint8Array, options: LoadOnnxOptions = {}): Promise<OnnxModel> {
  checkNames("loadOnnx()", loadOnnxNames, options);
  if (typeof fileOrBytes !== "string") return open(decodeModel(fileOrBytes), options);
  const { bytes, external } = readModelFile(fileOrBytes);
  try {
    return await open(decodeModel(bytes, external), options, besideModel(fileOrBytes));
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(say`${fileOrBytes}: ${error.message}`, { cause: error });
  }
}

async function open(file: Graph, options: LoadOnnxOptions, beside?: HubFacts): Promise<OnnxModel> {
  const { classNames, inputs, outputs, ...run } = options;
  const detector = await findDetector(file, run);
  if (detector) {
    const { runnable, signature } = describeDetector(file, detector);
    return describeOnnx(new OnnxModel(runnable, run, signature, file, [], detector), {
      classNames,
      inputs,
      outputs,
    });
  }
  const single = oneByOne(file);
  const scored = beforeArgMax(single.graph);
  const { graph } = scored;
  const notes = [...single.notes, ...scored.notes];
  const output = chooseOutput(graph, options.output).name;
  const runnable = await fromOnnx(graph, run);
  const model = new OnnxModel(runnable, { ...run, output }, readOnnx(graph, runnable, output, beside), graph, notes);
  return describeOnnx(model, { classNames, inputs, outputs });
}

/** Keeps what the user says of the model, once it is seen to fit. */
function describeOnnx(model: OnnxModel, options: SignatureOptions): OnnxModel {
  model.signatureWith({ user: options });
  remember(model, options, "user");
  return model;
}
