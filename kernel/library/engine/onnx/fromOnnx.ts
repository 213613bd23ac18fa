import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Names } from "../../text/checkNames.ts";
import { tokensOfGraph } from "../attention/tokensOfGraph.ts";
import { product, tfjsLayout, type Value } from "../fromLayers/Value.ts";
import { elementTypes, int } from "../graph/constants.ts";
import { decidedBranches } from "../graph/decidedBranches.ts";
import { foldConstants } from "../graph/foldConstants.ts";
import { GraphBuilder, node } from "../graph/GraphBuilder.ts";
import type { Dimension, Graph, ValueInfo } from "../graph/graph.ts";
import { prune } from "../graph/prune.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import { rowSizeOf } from "../ports.ts";
import { type SessionOptions, sessionNames } from "../session/session.ts";
import { chooseInputs, chooseOutput, choosePorts, type FromOnnxShape, onlyShape, rowShape } from "./choose.ts";
import { givesTheSame, openBatch } from "./openBatch.ts";
import { packInputs } from "./packInputs.ts";
import { probedShapes } from "./probedShapes.ts";
import { endsOf, type LayerValue, type RunnableGraph } from "./RunnableGraph.ts";
import { answerOnce, runOnce } from "./runOnce.ts";

export interface FromOnnxOptions extends SessionOptions {
  /** The shape of one example, where the model leaves sizes open; of several inputs by name, `{ ids: [128], mask: [128] }`. */
  inputShape?: FromOnnxShape | undefined;
  /** The output to explain; default the first of floating point. */
  output?: string | undefined;
}

export const fromOnnxNames = {
  ...sessionNames,
  inputShape: true,
  output: true,
} as const satisfies Names<FromOnnxOptions>;

const oldest = 13;
const newest = 22;
/** No single value of an honest model is larger: 8 GB of float32. */
const mostElements = 2 ** 31;

/** A graph read from a file, made ready to run: one float32 input, one float32 output with a row for each example. */
export async function fromOnnx(graph: Graph, options: FromOnnxOptions): Promise<RunnableGraph> {
  const version = graph.opsets[""] ?? newest;
  if (version < oldest || version > newest) {
    throw new DataError(
      say`the model uses ONNX operator set ${version}; ${oldest} to ${newest} are supported: convert it with onnx.version_converter`,
    );
  }
  const inputs = chooseInputs(graph);
  const ports = choosePorts(inputs, options.inputShape);
  const [first] = inputs;
  const row = ports ? [rowSizeOf(ports)] : rowShape(first, onlyShape(options.inputShape, first.name));
  const fixed = inputs.map(({ shape }) => shape?.[0]).find((batch) => typeof batch === "number");
  const output = chooseOutput(graph, options.output);
  const asked = prune(graph, [output]);
  const whole = ports
    ? inFloat(packInputs({ ...asked, inputs: inputs.map((each) => ({ ...each, shape: undefined })) }, ports), output)
    : inFloat({ ...asked, inputs: [{ ...first, shape: ["n", ...row] }] }, output);
  checkSizes(inferShapes(whole));
  const open = await simplified(whole, options);
  const describe = async (graph: Graph, batch: number | undefined) => ({
    ...(await describeGraph(graph, row, options, batch)),
    ports,
  });
  if (fixed === undefined) return describe(open, undefined);
  const single = await describe(
    { ...open, inputs: open.inputs.map((each) => ({ ...each, shape: [fixed, ...row] })) },
    fixed,
  );
  if (fixed !== 1 || !(await givesTheSame(openBatch(open), single, options))) return single;
  return describe(openBatch(open), undefined);
}

/** With constants for all that follows from constants, and of each `If` that they decide only the branch that is taken. */
async function simplified(graph: Graph, options: FromOnnxOptions): Promise<Graph> {
  const folded = await foldConstants(graph, (part) => runOnce(part, {}, options));
  const decided = decidedBranches(folded);
  return decided === folded ? folded : simplified(decided, options);
}

/** Casts the input and the output where they are not float32. */
function inFloat(graph: Graph, output: ValueInfo): Graph {
  const [input] = graph.inputs;
  const builder = new GraphBuilder({ ...graph, inputs: [], nodes: [] });
  let given: ValueInfo = {
    ...input,
    name: builder.name(input.type === "float32" ? input.name : `${input.name}/float32`),
  };
  if (input.type !== "float32") {
    builder.push(node("Cast", [given.name], [input.name], { to: int(elementTypes[input.type].code) }));
    given = { ...given, type: "float32" };
  }
  for (const each of graph.nodes) builder.push(each);
  const to = int(elementTypes.float32.code);
  const name =
    output.type === "float32" ? output.name : builder.add("Cast", [output.name], { to }, `${output.name}/float32`);
  return builder.build([given], [{ name, type: "float32", shape: undefined }]);
}

/** Refuses what would fill the memory before anything of it is allocated. */
function checkSizes(shapes: ReadonlyMap<string, ValueInfo>): void {
  for (const { name, shape } of shapes.values()) {
    const size = product((shape ?? []).filter((each) => typeof each === "number"));
    if (size > mostElements)
      throw new DataError(say`its value "${name}" of shape [${shape}] has ${size} numbers for each row`);
  }
}

/** Runs one batch of zeros to see that the model runs, and what its output looks like. */
async function describeGraph(
  graph: Graph,
  row: readonly number[],
  options: FromOnnxOptions,
  fixedBatch: number | undefined,
): Promise<RunnableGraph> {
  const inferred = inferShapes(graph);
  checkSizes(inferred);
  const [input, output] = [graph.inputs[0]?.name ?? "", graph.outputs[0]?.name ?? ""];
  const rows = fixedBatch ?? 2;
  const values = new Float32Array(rows * product(row));
  const answer = await answerOnce(graph, input, { type: "float32", shape: [rows, ...row], data: values }, options);
  if (answer.shape[0] !== rows) {
    throw new DataError(
      say`for ${rows} inputs the model's output "${output}" has shape [${answer.shape}]: expected a row for each`,
    );
  }
  const probed = fixedBatch === undefined ? await probedShapes(graph, inferred, row, options) : undefined;
  const shapes = probed ? inferShapes(graph, probed) : inferred;
  const outputShape = answer.shape.slice(1);
  const probability: Value = { name: output, shape: outputShape, layout: tfjsLayout };
  return {
    ...endsOf(graph, probability),
    input: { name: input, shape: row, layout: tfjsLayout },
    layers: rowValues(graph, shapes, fixedBatch ?? "n"),
    fixedBatch,
    probed,
    attention: tokensOfGraph(graph, shapes),
  };
}

/** The values that operators make which have a row for each example. */
function rowValues(
  graph: Graph,
  shapes: ReadonlyMap<string, ValueInfo>,
  batch: number | string,
): Map<string, LayerValue> {
  const layers = new Map<string, LayerValue>();
  for (const { op, outputs } of graph.nodes) {
    for (const name of outputs) {
      const { type, shape = [] } = shapes.get(name) ?? {};
      const [first, ...row] = shape;
      if (type !== "float32" || !row.every((size) => typeof size === "number")) continue;
      if (first === batch) layers.set(name, { name, shape: row, layout: tfjsLayout });
      // Torch's attention often has the heads of all rows in one axis.
      const heads = op === "Softmax" ? timesOf(first, batch) : undefined;
      if (heads !== undefined) layers.set(name, { name, shape: [heads, ...row], layout: tfjsLayout, isFolded: true });
    }
  }
  return layers;
}

/** How many times the batch a size is, where it is more than once. */
function timesOf(size: Dimension, batch: number | string): number | undefined {
  const times =
    typeof batch === "number" ? Number(size) / batch : Number(/^(\d+)n$/.exec(String(size))?.[1] ?? Number.NaN);
  return Number.isInteger(times) && times > 1 ? times : undefined;
}
