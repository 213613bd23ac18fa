import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { decodeModel } from "../../kernel/library/engine/graph/decodeModel.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import type { Constant, Graph, GraphNode } from "../../kernel/library/engine/graph/graph.ts";
import { describeModel, exportOnnx, loadOnnx, preprocessing } from "../../kernel/library/engine/index.ts";
import { hubNames, hubSteps } from "../../kernel/library/engine/signature/huggingFace.ts";
import { loadModel, saveModel } from "../../kernel/library/models/index.ts";
import type { Signature } from "../../kernel/library/signature/Signature.ts";
import { stepsBefore } from "../../kernel/library/signature/stepsBefore.ts";
import { ready } from "../tensorflow.ts";
import { colorCnn } from "./colorCnn.ts";

const unit = preprocessing.unit.preprocess;
const stepsOf = ({ inputs: [input] }: Signature) => (input?.kind === "image" ? input.preprocess : "no image");

describe("how pictures are prepared, read from the file", () => {
  before(ready);

  it("by a Rescaling layer at the start of a layers model; batch normalization says nothing", async () => {
    const { layers } = tf;
    const with_ = (...first: tf.layers.Layer[]) =>
      tf.sequential({
        layers: [...first, layers.conv2d({ filters: 2, kernelSize: 3 }), layers.flatten(), layers.dense({ units: 2 })],
      });
    const inputShape = [8, 8, 3];
    const rescaling = (scale: number, offset = 0) => layers.rescaling({ inputShape, scale, offset } as never);
    for (const [model, expected] of [
      [with_(rescaling(1 / 255)), []],
      [with_(rescaling(1 / 127.5, -1)), []],
      [with_(rescaling(1 / 255), layers.batchNormalization({})), []],
      [with_(rescaling(2, -1)), unit],
      [with_(rescaling(255)), unit],
      [with_(rescaling(3)), undefined],
      [with_(layers.batchNormalization({ inputShape })), undefined],
    ] as const) {
      assert.deepEqual(stepsOf(describeModel(model)), expected);
      // The exported graph says the same by its operators.
      const onnx = await loadOnnx(encodeModel(withoutSignature(decodeModel(await exportOnnx(model)))));
      assert.deepEqual(stepsOf(onnx.signature), expected);
      model.dispose();
    }
  });

  it("by arithmetic with constants before an ONNX file's first convolution", async () => {
    const constant = (data: number[], shape = [data.length]): Constant => ({
      type: "float32",
      shape,
      data: Float32Array.from(data),
    });
    const mean = [0.485, 0.456, 0.406];
    const std = [0.229, 0.224, 0.225];
    const times255 = (list: number[]) => list.map((value) => value * 255);
    for (const [steps, expected] of [
      [
        [
          ["Sub", constant(mean)],
          ["Div", constant(std)],
        ],
        unit,
      ],
      [
        [
          ["Sub", constant(times255(mean))],
          ["Div", constant(times255(std))],
        ],
        [],
      ],
      [
        [
          ["Mul", constant([1 / 255], [])],
          ["Sub", constant(mean)],
          ["Div", constant(std)],
        ],
        [],
      ],
      [[["Add", constant([-103.939, -116.779, -123.68], [1, 1, 1, 3])]], []],
      [[["Div", constant([255], [1])]], []],
      [
        [
          ["Mul", constant([2], [])],
          ["Add", constant([-1], [])],
        ],
        unit,
      ],
      // Of one channel bytes, of another not: nothing.
      [[["Sub", constant([0.5, 0.5, 120])]], undefined],
      [[["Mul", constant([0.1, 0.1, 0.1])]], undefined],
      // Behind an operator that begins the network.
      [[["Sigmoid"], ["Sub", constant(mean)], ["Div", constant(std)]], undefined],
      // Learned ones, as of a folded batch normalization of [0, 1].
      [
        [
          ["Mul", constant([3.7, 3.1, 2.2])],
          ["Add", constant([-1.9, -1.2, -0.8])],
        ],
        undefined,
      ],
      [[], undefined],
    ] as const) {
      const model = await loadOnnx(encodeModel(await prefixed(steps)));
      assert.deepEqual(stepsOf(model.signature), expected, JSON.stringify(steps.map(([op]) => op)));
    }
  });

  it("of one channel by its own convention only", () => {
    const taken = (mean: number, std: number) => stepsBefore({ scale: [1 / std], offset: [-mean / std] });
    assert.deepEqual(taken(0.1307, 0.3081), unit);
    assert.equal(taken(0.485, 0.229), undefined);
    assert.deepEqual(taken(33.3, 78.6), []);
  });

  it("by preprocessor_config.json and config.json beside the file; the file's own words go before them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hub-"));
    const model = colorCnn();
    await mkdir(join(folder, "onnx"));
    const graph = withoutSignature(decodeModel(await exportOnnx(model)));
    for (const file of ["model.onnx", "onnx/model.onnx"]) await writeFile(join(folder, file), encodeModel(graph));
    await saveModel(model, folder);
    const config = {
      do_resize: true,
      size: { height: 32, width: 32 },
      resample: 3,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
    };
    await writeFile(join(folder, "preprocessor_config.json"), JSON.stringify(config));
    await writeFile(
      join(folder, "config.json"),
      JSON.stringify({ id2label: { 0: "cat", 1: "dog", 2: "bird", 3: "fish" } }),
    );
    const expected = [
      { kind: "resize", exact: [32, 32], filter: "bicubic" },
      { kind: "rescale", factor: 1 / 255 },
      { kind: "normalize", mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
    ];
    const layers = await loadModel(folder);
    for (const signature of [
      (await loadOnnx(join(folder, "model.onnx"))).signature,
      (await loadOnnx(join(folder, "onnx/model.onnx"))).signature,
      describeModel(layers),
    ]) {
      assert.deepEqual(stepsOf(signature), expected);
      const [output] = signature.outputs;
      assert.deepEqual(output?.kind === "classes" && output.classNames, ["cat", "dog", "bird", "fish"]);
    }
    describeModel(model, { inputs: preprocessing.unit });
    await exportOnnx(model, join(folder, "model.onnx"));
    describeModel(model, { classNames: ["a", "b", "c", "d"] });
    await saveModel(model, folder);
    const again = await loadModel(folder);
    const { inputs, outputs } = describeModel(model);
    assert.deepEqual(describeModel(again), { inputs, outputs });
    again.dispose();
    assert.deepEqual(stepsOf((await loadOnnx(join(folder, "model.onnx"))).signature), unit);
    // Of another model, damaged: as if it were not there.
    await writeFile(join(folder, "config.json"), JSON.stringify({ id2label: { 0: "cat" } }));
    await writeFile(join(folder, "preprocessor_config.json"), "{");
    assert.equal(stepsOf((await loadOnnx(join(folder, "onnx/model.onnx"))).signature), undefined);
    layers.dispose();
    model.dispose();
    await rm(folder, { recursive: true });
  });

  it("as the image processors of the Hub mean it", () => {
    const normal = { image_mean: [0.5], image_std: [0.5] };
    const tail = [
      { kind: "rescale", factor: 1 / 255 },
      { kind: "normalize", mean: [0.5], std: [0.5] },
    ];
    const clip = {
      image_processor_type: "CLIPImageProcessor",
      size: 224,
      resample: 3,
      do_center_crop: true,
      crop_size: 224,
      ...normal,
    };
    assert.deepEqual(hubSteps(clip).preprocess, [
      { kind: "resize", shortestEdge: 224, filter: "bicubic" },
      { kind: "centerCrop", size: [224, 224] },
      ...tail,
    ]);
    const convNext = {
      image_processor_type: "ConvNextImageProcessor",
      size: { shortest_edge: 224 },
      crop_pct: 0.875,
      ...normal,
    };
    assert.deepEqual(hubSteps(convNext).preprocess?.slice(0, 2), [
      { kind: "resize", shortestEdge: 256 },
      { kind: "centerCrop", size: [224, 224] },
    ]);
    const vit = { feature_extractor_type: "ViTFeatureExtractor", size: 224, resample: 2, ...normal };
    assert.deepEqual(hubSteps(vit).preprocess?.[0], { kind: "resize", exact: [224, 224], filter: "bilinear" });
    const mobile = {
      do_flip_channel_order: true,
      do_normalize: false,
      size: { shortest_edge: 288 },
      crop_size: { height: 256, width: 256 },
    };
    assert.deepEqual(hubSteps(mobile), {
      preprocess: [{ kind: "resize", shortestEdge: 288 }, { kind: "centerCrop", size: [256, 256] }, tail[0]],
      colorOrder: "bgr",
    });
    // More than can be said, and less than is needed.
    assert.deepEqual(hubSteps({ ...vit, do_pad: true }), {});
    assert.deepEqual(hubSteps({ size: { longest_edge: 5 }, ...normal }), {});
    assert.deepEqual(hubSteps({ size: 5, do_normalize: true }), {});
    assert.deepEqual(hubNames({ id2label: { 1: "b", 0: "a" } }), ["a", "b"]);
    assert.equal(hubNames({ id2label: { 0: "LABEL_0", 1: "LABEL_1" } }), undefined);
    assert.equal(hubNames({ id2label: { 1: "b" } }), undefined);
  });
});

const withoutSignature = (graph: Graph): Graph => ({ ...graph, metadata: {} });

/** The network of color pictures with these operators before it. */
async function prefixed(steps: readonly (readonly [op: string, constant?: Constant])[]): Promise<Graph> {
  const model = colorCnn();
  const graph = withoutSignature(decodeModel(await exportOnnx(model)));
  model.dispose();
  const constants = new Map(graph.constants);
  const name = graph.inputs[0]?.name ?? "";
  let value = name;
  const nodes = steps.map(([op, constant], i): GraphNode => {
    if (constant) constants.set(`c${i}`, constant);
    const inputs = constant ? [value, `c${i}`] : [value];
    value = `v${i}`;
    return { op, domain: "", name: `n${i}`, inputs, outputs: [value], attributes: {} };
  });
  const rest = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((each) => (each === name ? value : each)),
  }));
  return { ...graph, constants, nodes: [...nodes, ...rest] };
}
