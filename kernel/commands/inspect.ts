import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { describeModel } from "../library/engine/describeModel.ts";
import { producerOf } from "../library/engine/graph/producerOf.ts";
import { lastFeatureMap } from "../library/engine/lastFeatureMap.ts";
import type { Model } from "../library/engine/model.ts";
import { OnnxModel } from "../library/engine/OnnxModel.ts";
import { runnerFor } from "../library/engine/runnerFor.ts";
import { language } from "../library/ground/language.ts";
import { say } from "../library/ground/say.ts";
import { loadAny } from "../library/models/loadAny.node.ts";
import { signatureInWords } from "../library/signature/inWords.ts";
import { startSession } from "../tensorflow/session.ts";
import { fenced } from "./fenced.ts";
import { pictureAnswers } from "./pictureAnswers.ts";
import { describeByOptions, pictureParameters } from "./pictureOptions.ts";
import { preprocessingInWords } from "./preprocessingInWords.ts";
import { stepProgress } from "./stepProgress.ts";
import { imageTaken } from "./takenImage.ts";
import { UsageError } from "./usage.ts";

export const inspectHelp = () => say`glassbook inspect MODEL [options]

Says what a model takes and answers, and what is known of how its pictures are prepared.

  MODEL                .onnx, or TensorFlow.js's model.json (or its folder)
  --image FILE         a picture: lists the five best classes under each way to prepare it; repeat it for more
  --preprocess NAME, --mean A,B,C --std A,B,C, --classes FILE   as with glassbook explain

Exit status: 0, or 2 with a message if a file or an option is wrong.
`;

/** `glassbook inspect`: returns the exit status. */
export async function inspect(parameters: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: parameters,
    allowPositionals: true,
    options: { image: { type: "string", multiple: true }, ...pictureParameters },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new UsageError(say`expected one model; pictures are given with --image`, inspectHelp());
  }
  const progress = stepProgress();
  return fenced(progress, async () => {
    await startSession();
    progress.report(say`Reading`);
    const model = await loadAny(file);
    const wasKnown = describeModel(model).inputs.map((spec) => spec.kind === "image" && spec.preprocess);
    await describeByOptions(model, values);
    const lines = [await fileInWords(model, file), ...signatureInWords(describeModel(model), language())];
    lines.push(...(await layersInWords(model)));
    const { inputShape } = await runnerFor(model);
    const { image } = imageTaken(model, inputShape, false);
    if (image) lines.push(preprocessingInWords(model, file, image, wasKnown.includes(image.preprocess ?? false)));
    if (values.image && !image) throw new UsageError(say`--image is for a model that takes one picture`);
    progress.report(say`Asking the model`);
    if (values.image && image) lines.push(...(await pictureAnswers(model, image, values.image)));
    progress.end();
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  });
}

async function fileInWords(model: Model, file: string): Promise<string> {
  const name = basename(file);
  if (model instanceof OnnxModel) {
    const opset = model.wholeGraph.opsets[""] ?? "?";
    const producer = producerOf(await readFile(file));
    return producer === ""
      ? say`${name}: ONNX, operator set ${opset}.`
      : say`${name}: ONNX, operator set ${opset}, written by ${producer}.`;
  }
  return model instanceof tf.LayersModel
    ? say`${name}: layers model of TensorFlow.js.`
    : say`${name}: graph model of TensorFlow.js.`;
}

async function layersInWords(model: Model): Promise<string[]> {
  const runner = await runnerFor(model);
  const count = runner.layerNames.length;
  if (count === 0) return [];
  const last = lastFeatureMap(runner);
  const shape = runner.layerFacts?.().find(({ name }) => name === last)?.shape;
  const sizes = shape ? ` [${shape.map((size) => size ?? "?").join(", ")}]` : "";
  return [
    last === undefined
      ? say`Inner values: ${count}, none of them a feature map.`
      : say`Inner values: ${count}; the last feature map is "${last}"${sizes}.`,
  ];
}
