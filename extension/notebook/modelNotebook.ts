import { basename } from "node:path";
import type { NewCell } from "./openNotebook.ts";

/** The cells of a notebook prepared for one model file, and perhaps one image. Paths are the disk's. */
export function modelNotebook(model: string, image: string | undefined, title: string): NewCell[] {
  const onnx = model.endsWith(".onnx");
  return [
    { markdown: title },
    { code: onnx ? openOnnx(model) : openLayers(model) },
    { code: image === undefined ? anyInput : imageInput(image, onnx) },
    { code: explain },
  ];
}

const openOnnx = (file: string) => `import { loadOnnx } from "glassbook/engine";

const model = await loadOnnx(${JSON.stringify(file)});
const inputShape = [...model.inputShape];
console.log(\`${basename(file)} takes [n, \${inputShape.join(", ")}] and gives \${model.outputSize} numbers\${model.hasLogit ? ", probabilities with logits behind them" : ""}\`);
console.log(\`inner values: \${model.valueNames.join(", ")}\`);`;

const openLayers = (file: string) => `import { loadModel } from "glassbook/models";

const model = await loadModel(${JSON.stringify(file)});
const inputShape = model.inputs[0].shape.slice(1).map(Number);
console.log(\`${basename(file)} takes [n, \${inputShape.join(", ")}] and gives [n, \${model.outputs[0].shape.slice(1).join(", ")}]\`);
model`;

const anyInput = `// One input of the model's shape: put yours in here
const values = new Float32Array(inputShape.reduce((all, size) => all * size, 1)).fill(0.5);
const input = { values, shape: [1, ...inputShape] };`;

const imageInput = (file: string, onnx: boolean) => `// The image, brought to the model's size, 0 to 1
import * as tf from "@tensorflow/tfjs-node";
import { readFile } from "node:fs/promises";

const bytes = await readFile(${JSON.stringify(file)});
const [height, width, channels] = ${onnx ? "inputShape.length === 3 && inputShape[0] <= 4 ? [inputShape[1], inputShape[2], inputShape[0]] : inputShape" : "inputShape"};
const input = tf.tidy(() => {
  const decoded = tf.node.decodeImage(bytes, channels);
  const image = tf.image.resizeBilinear(decoded, [height, width]).div(255);
  const placed = inputShape[0] === channels ? image.transpose([2, 0, 1]) : image;
  return { values: placed.dataSync(), shape: [1, ...inputShape] };
});`;

const explain = `import { IntegratedGradients } from "glassbook/explain";
import { heatmap } from "glassbook/display";

const ig = await new IntegratedGradients(model).attribute(input, { nSteps: 50 });
console.log(ig.describe());
inputShape.length >= 2 ? heatmap(ig) : ig.values`;
