import { say } from "../../../ground/say.ts";
import { float32, int, int64, ints, string, strings } from "../../graph/constants.ts";
import type { Converter, LayerContext } from "../LayerContext.ts";
import { range, tfjsLayout } from "../Value.ts";

/** The activations that ONNX's recurrent operators know, by tfjs's names; their defaults are tfjs's values. */
const activations: Record<string, string> = {
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  hardSigmoid: "HardSigmoid",
  relu: "Relu",
  softsign: "Softsign",
  softplus: "Softplus",
};

function activationOf(layer: LayerContext, option: string, otherwise: string): string {
  const name = layer.string(option, otherwise);
  const activation = activations[name];
  if (!activation) throw layer.unsupported(say`ONNX's recurrent operators do not know its activation "${name}"`);
  return activation;
}

/** The columns of gate after gate, in another order of gates. */
const columnsOf = (gates: readonly number[], units: number) =>
  gates.flatMap((gate) => range(units).map((column) => gate * units + column));

/**
 * @param gates tfjs's gates in ONNX's order: LSTM has i f c o there and i o f c here, GRU z r h in both.
 * @param isGated whether there is a recurrent activation for the gates beside the activation.
 */
const recurrent =
  (op: "LSTM" | "GRU" | "RNN", gates: readonly number[], isGated: boolean): Converter =>
  (layer) => {
    const { builder, input } = layer;
    if (layer.option("stateful") === true) throw layer.unsupported(say`it is stateful`);
    if (layer.option("returnState") === true) throw layer.unsupported(say`it returns its state`);
    const units = layer.number("units", 1);
    const order = builder.constant(int64(columnsOf(gates, units)), "gates");
    const arranged = (weight: string) => {
      const rows = layer.add("Transpose", [layer.weight(weight)], { perm: ints([1, 0]) });
      const gathered = layer.add("Gather", [rows, order], { axis: int(0) });
      return layer.add("Unsqueeze", [gathered, builder.constant(int64([0]), "axes")]);
    };
    const bias = () => {
      const own = layer.add("Gather", [layer.weight("bias"), order], { axis: int(0) });
      const none = builder.constant(float32(new Float32Array(gates.length * units)), "none");
      const both = layer.add("Concat", [own, none], { axis: int(0) });
      return layer.add("Unsqueeze", [both, builder.constant(int64([0]), "axes")]);
    };

    const rows = layer.toTfjs().name;
    const steps = layer.add("Transpose", [layer.option("goBackwards") === true ? backwards(layer, rows) : rows], {
      perm: ints([1, 0, 2]),
    });
    const weights = [arranged("kernel"), arranged("recurrent_kernel"), ...(layer.hasWeight("bias") ? [bias()] : [])];
    const gate = isGated ? [activationOf(layer, "recurrentActivation", "hardSigmoid")] : [];
    const inner = activationOf(layer, "activation", "tanh");
    const [all = "", last = ""] = builder.addMany(
      op,
      [steps, ...weights],
      [`${layer.layer.name}/steps`, `${layer.layer.name}/last`],
      {
        hidden_size: int(units),
        direction: string("forward"),
        activations: strings(op === "LSTM" ? [...gate, inner, inner] : [...gate, inner]),
      },
    );
    if (layer.option("returnSequences") !== true) {
      const name = layer.add("Squeeze", [last, builder.constant(int64([0]), "axes")]);
      return { name, shape: layer.outputShape, layout: tfjsLayout };
    }
    const sequence = layer.add("Squeeze", [all, builder.constant(int64([1]), "axes")]);
    const name = layer.add("Transpose", [sequence], { perm: ints([1, 0, 2]) });
    return { name, shape: layer.outputShape, layout: tfjsLayout };

    function backwards(of: LayerContext, name: string): string {
      const slice = [[-1], [-(input.shape[0] ?? 1) - 1], [1], [-1]].map((each) =>
        builder.constant(int64(each), "slice"),
      );
      return of.add("Slice", [name, ...slice]);
    }
  };

/** Rows of a table by whole numbers, which tfjs hands over as float32. */
const embedding: Converter = (layer) => {
  if (layer.option("maskZero") === true) throw layer.unsupported(say`it masks zeros (maskZero)`);
  const indices = layer.add("Cast", [layer.toTfjs().name], { to: int(7) });
  const name = layer.add("Gather", [layer.weight("embeddings"), indices], { axis: int(0) });
  return { name, shape: layer.outputShape, layout: tfjsLayout };
};

export const recurrentConverters: Record<string, Converter> = {
  LSTM: recurrent("LSTM", [0, 3, 1, 2], true),
  GRU: recurrent("GRU", [0, 1, 2], true),
  SimpleRNN: recurrent("RNN", [0], false),
  Embedding: embedding,
};
