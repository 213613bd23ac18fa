import { DataError } from "../../ground/errors.ts";
import { product } from "../fromLayers/Value.ts";
import { int64 } from "../graph/constants.ts";
import type { Constant, Graph } from "../graph/graph.ts";
import type { SessionOptions } from "../session/session.ts";
import type { RunnableGraph } from "./RunnableGraph.ts";
import { answerOnce } from "./runOnce.ts";

/** Lets every Reshape to `[1, ...]` take any number of rows. Whether the model still means the same must be tried. */
export function openBatch(graph: Graph): Graph {
  const targets = new Set(graph.nodes.flatMap((node) => (node.op === "Reshape" ? node.inputs.slice(1) : [])));
  const constants = [...graph.constants].map(([name, value]): [string, Constant] => {
    if (!targets.has(name) || value.type !== "int64") return [name, value];
    const [first, ...rest] = Array.from(value.data as BigInt64Array, Number);
    if (first !== 1) return [name, value];
    return [name, int64([rest.includes(-1) ? 0 : -1, ...rest])];
  });
  return { ...graph, constants: new Map(constants) };
}

/**
 * Many exporters write a batch of one into the file although the operators would take any. Whether three different rows
 * give together, by `open`, what they give alone.
 */
export async function givesTheSame(
  open: Graph,
  { graph, input }: RunnableGraph,
  options: SessionOptions,
): Promise<boolean> {
  const size = product(input.shape);
  const values = Float32Array.from({ length: 3 * size }, (_, i) => Math.sin(i * 12.9898 + 1));
  const answers = async (which: Graph, from: number, rows: number): Promise<number[]> => {
    const data = values.subarray(from * size, (from + rows) * size);
    const value: Constant = { type: "float32", shape: [rows, ...input.shape], data };
    return Array.from((await answerOnce(which, input.name, value, options)).data as Float32Array);
  };
  try {
    const together = await answers(open, 0, 3);
    const alone = [...(await answers(graph, 0, 1)), ...(await answers(graph, 1, 1)), ...(await answers(graph, 2, 1))];
    const largest = alone.reduce((most, each) => Math.max(most, Math.abs(each)), 1e-6);
    const isNear = (each: number, i: number) => Math.abs(each - (alone[i] ?? Number.NaN)) <= 1e-4 * largest;
    return together.length === alone.length && together.every(isNear);
  } catch (error) {
    // An operator that only takes the batch it was written for: the model runs row by row.
    if (error instanceof DataError) return false;
    throw error;
  }
}
