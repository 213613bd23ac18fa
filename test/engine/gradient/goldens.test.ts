import assert from "node:assert/strict";
import {
  type GradientRule,
  type GradientRules,
  gradientGraph,
  withReferencePass,
} from "../../../kernel/library/engine/gradient/index.ts";
import type { Constant } from "../../../kernel/library/engine/graph/graph.ts";
import { createSession } from "../../../kernel/library/engine/session/session.ts";
import { GradientNotFoundError, OptionError } from "../../../kernel/library/ground/errors.ts";
import { assertExact, assertMap, goldens } from "../../goldens.ts";
import { cnn, goldenWeights } from "../cnn.ts";
import { operator, random } from "./checkGradients.ts";

const golden = goldens("modelA");
const x: Constant = { type: "float32", shape: [8, 28, 28, 1], data: golden("input").values as Float32Array };
const targets = golden("target").values;
const tieMask = golden("tie_mask").values;
const oneHot: Constant = {
  type: "float32",
  shape: [8, 10],
  data: Float32Array.from({ length: 80 }, (_, i) => (targets[Math.floor(i / 10)] === i % 10 ? 1 : 0)),
};
const outputs = { logit: "logits", softmax: "y" } as const;

async function heat(of: string, rules?: GradientRules): Promise<Float32Array> {
  const { graph, gradients } = gradientGraph(cnn(goldenWeights()), { of, seed: "seed", withRespectTo: ["x"], rules });
  const session = await createSession(graph);
  const name = gradients.get("x") ?? "";
  const { [name]: map } = await session.run({ x, seed: oneHot }, [name]);
  await session.release();
  return map?.data as Float32Array;
}

const only =
  (rule: GradientRule): GradientRules =>
  (node) =>
    node.op === "Relu" ? rule : undefined;

/** Only positive gradients pass. */
const guided: GradientRule = (c) => [c.add("Relu", [c.standard()[0] ?? ""])];
const deconvolution: GradientRule = (c) => [c.add("Relu", [c.outputGradients[0] ?? ""])];

describe("gradient goldens of modelA", () => {
  it("has the logits and probabilities of the peers", async () => {
    const session = await createSession(cnn(goldenWeights()));
    const { logits, y } = await session.run({ x });
    assertExact(logits?.data as Float32Array, golden("logits"));
    assertExact(y?.data as Float32Array, golden("softmax"));
    await session.release();
  });

  for (const [name, of] of Object.entries(outputs)) {
    it(`gradient.${name}`, async () => assertMap(await heat(of), golden(`gradient.${name}`), tieMask));
    it(`guided_backprop.${name}, by a rule of its own`, async () =>
      assertMap(await heat(of, only(guided)), golden(`guided_backprop.${name}`), tieMask));
    it(`deconvolution.${name}, by a rule of its own`, async () =>
      assertMap(await heat(of, only(deconvolution)), golden(`deconvolution.${name}`), tieMask));
  }

  it("is not the gradient that the last of equal maxima would give", async () => {
    const ours = await heat("logits");
    assert.throws(() => assertMap(ours, golden("gradient_last_tie.logit"), tieMask));
  });

  it("lets a rule change weights and share relevance out (LRP ε)", async () => {
    const epsilon = 0.25;
    const lrp: GradientRule = (c) => {
      const [input = "", ...rest] = c.node.inputs;
      const z = c.node.outputs[0] ?? "";
      const sign = c.add("Where", [c.add("Less", [z, c.scalar(0, z)]), c.scalar(-epsilon, z), c.scalar(epsilon, z)]);
      const share = c.add("Div", [c.outputGradients[0] ?? "", c.add("Add", [z, sign])]);
      const [spread = ""] = c.standard({ ...c.node, inputs: [input, ...rest] }, [share]);
      return [c.add("Mul", [input, spread])];
    };
    const rules: GradientRules = (node) => {
      if (node.op === "Conv" || node.op === "Gemm") return lrp;
      return node.op === "Relu" ? (c) => [c.outputGradients[0]] : undefined;
    };
    const logits = golden("logits").values;
    const graph = cnn(goldenWeights());
    const { graph: both, gradients } = gradientGraph(graph, {
      of: "logits",
      seed: "seed",
      withRespectTo: ["x"],
      rules,
    });
    const session = await createSession(both);
    const relevance = {
      ...oneHot,
      data: Float32Array.from(oneHot.data as Float32Array, (v, i) => v * (logits[i] ?? 0)),
    };
    const result = await session.run({ x, seed: relevance });
    assertMap(result[gradients.get("x") ?? ""]?.data as Float32Array, golden("lrp/captum_epsilon_0.25.logit"), tieMask);
    await session.release();
  });

  it("lets a rule compare with a reference (DeepLIFT's rescale is complete)", async () => {
    const rescale: GradientRule = (c) => {
      const [input = ""] = c.node.inputs;
      const [output = ""] = c.node.outputs;
      const change = (value: string) => c.add("Sub", [value, c.reference(value)]);
      const inputs = change(input);
      const still = c.add("Less", [c.add("Abs", [inputs]), c.scalar(1e-6, input)]);
      const slope = c.add("Div", [change(output), inputs]);
      return [c.add("Where", [still, c.standard()[0] ?? "", c.add("Mul", [c.outputGradients[0] ?? "", slope])])];
    };
    // A network without a max pool: x → Gemm → Relu → Gemm.
    const inputs = { x: random(1, [3, 4]), w: random(2, [4, 6]), b: random(3, [6]) };
    const hidden = operator("Gemm", inputs, {});
    const graph = {
      ...hidden,
      nodes: [
        ...hidden.nodes,
        { op: "Relu", domain: "", name: "", inputs: ["y"], outputs: ["h"], attributes: {} },
        { op: "ReduceSum", domain: "", name: "", inputs: ["h"], outputs: ["z"], attributes: {} },
      ],
      outputs: [{ name: "z", type: "float32", shape: undefined } as const],
    };
    const { graph: twice, references } = withReferencePass(graph);
    const rules = only(rescale);
    const options = { of: "z", seed: "seed", withRespectTo: ["x"], rules, references };
    const { graph: both, gradients } = gradientGraph(twice, options);
    const session = await createSession(both);
    const reference = random(9, [3, 4]);
    const feeds = {
      ...inputs,
      [references.get("x") ?? ""]: reference,
      [references.get("w") ?? ""]: inputs.w,
      [references.get("b") ?? ""]: inputs.b,
      seed: { type: "float32", shape: [1, 1], data: Float32Array.of(1) } as const,
    };
    const result = await session.run(feeds);
    await session.release();
    const plain = await createSession(graph);
    const at = async (value: Constant) => Number((await plain.run({ ...inputs, x: value })).z?.data[0]);
    const difference = (await at(inputs.x)) - (await at(reference));
    await plain.release();
    const multipliers = result[gradients.get("x") ?? ""]?.data as Float32Array;
    const from = reference.data as Float32Array;
    const to = inputs.x.data as Float32Array;
    const sum = multipliers.reduce((total, m, i) => total + m * ((to[i] ?? 0) - (from[i] ?? 0)), 0);
    assert.ok(Math.abs(sum - difference) < 1e-4, `${sum} instead of ${difference}`);
  });
});

describe("what has no gradient", () => {
  it("names the operator, the node and a method to use instead", () => {
    const inputs = { x: random(1, [2, 3]) };
    const graph = operator("ArgMax", inputs);
    assert.throws(
      () => gradientGraph(graph, { of: "y", seed: "seed", withRespectTo: ["x"] }),
      (error: Error) => error instanceof GradientNotFoundError && /ArgMax.*KernelShap/.test(error.message),
    );
  });

  it("refuses a value that does not lead to the output, and a seed whose name is taken", () => {
    const graph = operator("Floor", { x: random(1, [2]) });
    const options = { of: "y", seed: "seed", withRespectTo: ["x"] };
    assert.throws(() => gradientGraph(graph, options), GradientNotFoundError);
    const relu = operator("Relu", { x: random(1, [2]) });
    assert.throws(() => gradientGraph(relu, { ...options, seed: "x" }), OptionError);
  });
});
