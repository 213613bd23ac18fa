import { product } from "../fromLayers/Value.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Constant, Dimension, Graph, ValueInfo } from "../graph/graph.ts";
import type { SessionOptions } from "../session/session.ts";
import { runOnce } from "./runOnce.ts";

/**
 * The shapes of values that rules leave open, as runs of two and of three rows tell them: `"n"` for as many as there are
 * rows, `"4n"` for four times as many.
 *
 * @param shapes what rules tell.
 * @param row shape of one example of the graph's only input.
 */
export async function probedShapes(
  graph: Graph,
  shapes: ReadonlyMap<string, ValueInfo>,
  row: readonly number[],
  options: SessionOptions,
): Promise<Map<string, ValueInfo>> {
  const open = openValues(graph, shapes);
  const [input] = graph.inputs;
  if (open.length === 0 || !input) return new Map();
  const builder = new GraphBuilder(graph);
  const asked = open.map(({ name }) => builder.add("Shape", [name], {}, `${name}/shape`));
  const ends = asked.map((name) => ({ name, type: "int64", shape: undefined }) as const);
  const probe = builder.build(graph.inputs, ends);
  const sizesFor = async (rows: number) => {
    const data = new Float32Array(rows * product(row));
    const found = await runOnce(probe, { [input.name]: { type: "float32", shape: [rows, ...row], data } }, options);
    return asked.map((name) => Array.from((found[name] as Constant).data as BigInt64Array, Number));
  };
  const [two, three] = [await sizesFor(2), await sizesFor(3)];
  return new Map(open.map((value, i) => [value.name, { ...value, shape: between(two[i], three[i]) }]));
}

/** Values whose shape rules leave open, as far as they are numbers of known type. */
function openValues({ nodes }: Graph, shapes: ReadonlyMap<string, ValueInfo>): ValueInfo[] {
  const isKnown = (size: Dimension) => typeof size === "number" || size === "n";
  return nodes.flatMap(({ outputs }) =>
    outputs.flatMap((name) => {
      const known = shapes.get(name);
      return known?.type !== "float32" || known.shape?.every(isKnown) ? [] : [known];
    }),
  );
}

/** Sizes that grow with the rows: `n` for as many, `4n` for four times as many. */
function between(two: readonly number[], three: readonly number[]): Dimension[] | undefined {
  if (two.length !== three.length) return undefined;
  return two.map((size, axis) => {
    if (size === three[axis]) return size;
    if (size % 2 !== 0 || three[axis] !== (3 * size) / 2) return undefined;
    return size === 2 ? "n" : `${size / 2}n`;
  });
}
