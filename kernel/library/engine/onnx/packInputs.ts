import { elementTypes, int, int64 } from "../graph/constants.ts";
import { GraphBuilder, node } from "../graph/GraphBuilder.ts";
import type { Dimension, Graph } from "../graph/graph.ts";
import { type Port, rowSizeOf } from "../ports.ts";

/**
 * A graph of several inputs as one of a single float32 input `[batch, total]`, in which they lie one after the other. It is
 * split, and each part gets its input's shape, name and type; a cast to whole numbers stops the gradient.
 *
 * @param ports one for each input of the graph, in its order.
 */
export function packInputs(graph: Graph, ports: readonly Port[]): Graph {
  const [batch]: readonly Dimension[] = graph.inputs[0]?.shape ?? ["n"];
  const builder = new GraphBuilder(graph);
  const packed = builder.name("inputs/packed");
  const sizes = ports.map(({ size }) => size);
  const flat = ports.map(({ name }) => `${name}/flat`);
  const parts = builder.addMany("Split", [packed, builder.constant(int64(sizes), "inputs/sizes")], flat, {
    axis: int(1),
  });
  for (const [index, { name, type }] of graph.inputs.entries()) {
    const shape = builder.constant(int64([0, ...(ports[index]?.shape ?? [])]), `${name}/shape`);
    const given = [parts[index] ?? "", shape];
    if (type === "float32") {
      builder.push(node("Reshape", given, [name]));
      continue;
    }
    const shaped = builder.add("Reshape", given, {}, `${name}/float32`);
    builder.push(node("Cast", [shaped], [name], { to: int(elementTypes[type].code) }));
  }
  const all = builder.build([{ name: packed, type: "float32", shape: [batch, rowSizeOf(ports)] }], graph.outputs);
  // What unpacks stands before what reads it.
  const own = graph.nodes.length;
  return { ...all, nodes: [...all.nodes.slice(own), ...all.nodes.slice(0, own)] };
}
