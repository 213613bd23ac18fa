import { basename } from "node:path";
import type { NewCell } from "./openNotebook.ts";

/** The reader's language: `vscode.l10n.t`. */
type Translate = (message: string, ...values: string[]) => string;

/** The cells of a notebook prepared for one model file, and perhaps one image. Paths are the disk's. */
export function modelNotebook(model: string, image: string | undefined, t: Translate): NewCell[] {
  const onnx = model.endsWith(".onnx");
  return [
    { markdown: t("# Explain {0}", basename(model)) },
    { code: onnx ? openOnnx(model, t) : openLayers(model, t) },
    { code: image === undefined ? anyInput(t) : imageInput(image, t) },
    { code: explain },
  ];
}

/** A line that prints a template, and a value in one. */
const log = (template: string) => `console.log(\`${template}\`);`;

const value = (expression: string) => `\${${expression}}`;

const openOnnx = (file: string, t: Translate) => `import { loadOnnx } from "glassbook/engine";

const model = await loadOnnx(${JSON.stringify(file)});
const inputShape = [...model.inputShape];
${log(t("Input [n, {0}] → {1} outputs", value('inputShape.join(", ")'), value("model.outputSize")))}
${log(t("Intermediate values: {0}", value('model.valueNames.join(", ")')))}`;

const openLayers = (file: string, t: Translate) => `import { loadModel } from "glassbook/models";

const model = await loadModel(${JSON.stringify(file)});
const inputShape = model.inputs[0].shape.slice(1).map(Number);
${log(t("Input [n, {0}] → output [n, {1}]", value('inputShape.join(", ")'), value('model.outputs[0].shape.slice(1).join(", ")')))}
model`;

const anyInput = (t: Translate) => `// ${t("Replace this with your own input")}
const values = new Float32Array(inputShape.reduce((all, size) => all * size, 1)).fill(0.5);
const input = { values, shape: [1, ...inputShape] };`;

const imageInput = (
  file: string,
  t: Translate,
) => `import { describeModel, preprocessing, readImage } from "glassbook/engine";

// ${t("How pictures were prepared for the model, where its file does not say it: preprocessing.imagenet, .caffe, …")}
const [image] = describeModel(model).inputs;
if (image.kind === "image" && image.channels === 1 && !image.preprocess) {
  describeModel(model, { inputs: preprocessing.unit });
}
const input = await readImage(${JSON.stringify(file)}, model);
input`;

const explain = `import { IntegratedGradients } from "glassbook/explain";

const ig = await new IntegratedGradients(model).attribute(input, { nSteps: 50 });
console.log(ig.describe());
ig`;
