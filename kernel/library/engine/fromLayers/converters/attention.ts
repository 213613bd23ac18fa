import { say } from "../../../ground/say.ts";
import { float32, int, int64, ints } from "../../graph/constants.ts";
import type { Converter, LayerContext } from "../LayerContext.ts";
import { range, tfjsLayout, type Value } from "../Value.ts";

/** A kernel of three axes as the matrix that it is: `[rows, columns]`. */
function matrix(layer: LayerContext, ending: string, rows: number): string {
  const view = layer.weightShape(ending);
  const columns = view.reduce((all, size) => all * size, 1) / rows;
  return layer.weight(ending, { view, permutation: range(view.length), shape: [rows, columns] });
}

/** `[n, t, d]` to `[n, heads, t, perHead]` (or with the last two axes turned, for the keys). */
function project(layer: LayerContext, { name, shape }: Value, which: string, perm: readonly number[]): string {
  const [steps = 1, size = 1] = shape;
  const [, heads = 1, perHead = 1] = layer.weightShape(`${which}_kernel`);
  const product = layer.add("MatMul", [name, matrix(layer, `${which}_kernel`, size)]);
  const bias = layer.hasWeight(`${which}_bias`) ? flat(layer, `${which}_bias`) : undefined;
  const sum = bias ? layer.add("Add", [product, bias]) : product;
  const apart = layer.add("Reshape", [sum, layer.builder.constant(int64([0, steps, heads, perHead]), "heads")]);
  return layer.add("Transpose", [apart], { perm: ints(perm) });
}

function flat(layer: LayerContext, ending: string): string {
  const view = layer.weightShape(ending);
  const size = view.reduce((all, each) => all * each, 1);
  return layer.weight(ending, { view, permutation: range(view.length), shape: [size] });
}

const attention: Converter = (layer) => {
  const [query, value = query, key = value] = layer.inputs.map((input) => layer.toTfjs(input));
  if (!query || !value || !key) throw layer.unsupported(say`it has no input`);
  const [steps = 1, size = 1] = query.shape;
  const numHeads = layer.number("numHeads", 1);
  const queries = project(layer, query, "query", [0, 2, 1, 3]);
  const keys = project(layer, key, "key", [0, 2, 3, 1]);
  const values = project(layer, value, "value", [0, 2, 1, 3]);
  const scale = layer.builder.constant(float32(1 / Math.sqrt(layer.number("keyDim", 1))), "scale");
  const logits = layer.add("Mul", [layer.add("MatMul", [queries, keys]), scale]);
  const scores = layer.add("Softmax", [logits], { axis: int(3) });
  const heads = layer.add("Transpose", [layer.add("MatMul", [scores, values])], { perm: ints([0, 2, 1, 3]) });
  const joined = numHeads * layer.number("valueDim", 1);
  const together = layer.add("Reshape", [heads, layer.builder.constant(int64([0, steps, joined]), "joined")]);
  const product = layer.add("MatMul", [together, matrix(layer, "attention_output_kernel", joined)]);
  const hasBias = layer.hasWeight("attention_output_bias");
  const name = hasBias ? layer.add("Add", [product, layer.weight("attention_output_bias")]) : product;
  const weights: Value = { name: scores, shape: [numHeads, steps, value.shape[0] ?? 1], layout: tfjsLayout };
  layer.alsoGives("attention_scores", weights);
  const output: Value = { name, shape: [steps, size], layout: tfjsLayout };
  return layer.option("returnAttentionScores") === true ? [output, weights] : output;
};

/** A learned vector for each place, added. */
const position: Converter = (layer) => {
  const value = layer.toTfjs();
  return { ...value, name: layer.add("Add", [value.name, layer.weight("position")]) };
};

export const attentionConverters: Record<string, Converter> = {
  MultiHeadAttention: attention,
  PositionEmbedding: position,
};
