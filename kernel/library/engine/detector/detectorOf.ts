import type { Constant, Graph, ValueInfo } from "../graph/graph.ts";
import { runOnce } from "../onnx/runOnce.ts";
import type { SessionOptions } from "../session/session.ts";
import type { Detection } from "./Detection.ts";

/** A graph that finds boxes, whose number changes: which of its outputs are what. */
export interface Detector {
  readonly graph: Graph;
  /** Of one picture, without a batch axis. */
  readonly row: readonly number[];
  /** Whether the model takes pictures without a batch axis. */
  readonly isSingle: boolean;
  readonly boxes: string;
  readonly scores: string | undefined;
  readonly labels: string | undefined;
  readonly classScores: string | undefined;
}

/**
 * What a model with NonMaxSuppression inside gives: boxes `[k, 4]`, with scores `[k]`, labels `[k]` and scores of classes
 * `[k, classes]` as far as they are there. Undefined for any other model, and where that is not what it gives.
 *
 * @param row of one picture.
 */
export async function detectorOf(
  graph: Graph,
  row: readonly number[],
  isSingle: boolean,
  options: SessionOptions,
): Promise<Detector | undefined> {
  const found = await runOnce(graph, feedsOf(graph, row, isSingle, new Float32Array(sizeOf(row)).fill(0.5)), options);
  const kinds = graph.outputs.map((output) => ({ output, ...shapeOf(output, found[output.name]) }));
  const floats = kinds.filter(({ isFloat }) => isFloat);
  const ofFour = floats.filter(({ shape }) => shape.length === 2 && shape[1] === 4);
  const boxes = ofFour.find(({ output }) => /box/i.test(output.name)) ?? ofFour[0];
  if (!boxes) return undefined;
  const one = (given: typeof kinds) => given.find(({ shape }) => shape.length === 1)?.output.name;
  const labels = one(kinds.filter(({ isFloat }) => !isFloat));
  const scores = one(floats);
  const classScores = floats.find(({ shape, output }) => shape.length === 2 && output !== boxes.output)?.output.name;
  if (scores === undefined && classScores === undefined) return undefined;
  return { graph, row, isSingle, boxes: boxes.output.name, scores, labels, classScores };
}

export const hasSuppression = ({ nodes }: Graph): boolean =>
  nodes.some(({ op, domain }) => op === "NonMaxSuppression" && domain === "");

const sizeOf = (shape: readonly number[]) => shape.reduce((all, size) => all * size, 1);

/** One picture as the graph takes it. */
export function feedsOf(
  { inputs: [input] }: Graph,
  row: readonly number[],
  isSingle: boolean,
  values: Float32Array,
): Record<string, Constant> {
  const shape = isSingle ? row : [1, ...row];
  const data = input.type === "uint8" ? Uint8Array.from(values) : values;
  return { [input.name]: { type: input.type, shape, data } };
}

/** Without a batch of one before the boxes. */
function shapeOf({ type }: ValueInfo, value: Constant | undefined): { shape: readonly number[]; isFloat: boolean } {
  const shape = value?.shape ?? [];
  return { shape: shape.length === 3 && shape[0] === 1 ? shape.slice(1) : shape, isFloat: type === "float32" };
}

/** The boxes in what the graph gave. */
export function detectionsIn(
  { boxes, scores, labels, classScores }: Detector,
  found: Readonly<Record<string, Constant>>,
): Detection[] {
  const numbers = (name: string | undefined) =>
    name === undefined ? undefined : Float32Array.from(found[name]?.data as ArrayLike<number>, Number);
  const corners = numbers(boxes) ?? new Float32Array();
  const count = corners.length / 4;
  const [own, classes, given] = [numbers(scores), numbers(classScores), numbers(labels)];
  const width = classes && count > 0 ? classes.length / count : 0;
  return Array.from({ length: count }, (_, i) => {
    const each = classes?.subarray(i * width, (i + 1) * width);
    const best = each && Math.max(...each);
    return {
      box: [corners[4 * i], corners[4 * i + 1], corners[4 * i + 2], corners[4 * i + 3]],
      score: own?.[i] ?? best ?? 1,
      label: given?.[i] ?? (each && best !== undefined ? each.indexOf(best) : undefined),
      classScores: each,
    };
  });
}
