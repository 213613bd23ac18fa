// Our side of the gradients' bench: node gradientTasks.js METHOD:COUNT DATA. Answers each line on stdin with what one turn took.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { predicted } from "../../kernel/library/explain/call/targets.ts";
import * as explain from "../../kernel/library/explain/index.ts";
import { mnistCnn } from "../../kernel/library/models/index.ts";
import { serve } from "./serve.ts";

async function main([method = "", count = "1"]: string[], data: string): Promise<void> {
  await tf.setBackend("cpu");
  const bytes = readFileSync(join(data, "images"));
  const images = (from: number, to: number) => ({
    values: Float32Array.from(bytes.subarray(from * 784, to * 784), (value) => value / 255),
    shape: [to - from, 28, 28, 1],
  });
  const model = mnistCnn({ seed: 42 });
  const x = images(0, Number(count));
  const background = images(500, 600);
  const few = images(500, 520);
  // As Captum, which is told the class too.
  const runner = await runnerFor(model, { inputShape: [28, 28, 1] });
  const { outputs } = await runner.predict({ values: x.values, count: Number(count) }, { output: "logit" });
  const target = predicted(outputs, 10);
  const tunnel = new explain.NoiseTunnel(new explain.Saliency(model));
  const tasks: Record<string, () => Promise<unknown>> = {
    saliency: () => new explain.Saliency(model).attribute(x, { target }),
    guided: () => new explain.GuidedBackprop(model).attribute(x, { target }),
    gradcam: () => new explain.GradCam(model, "conv").attribute(x, { target, upsample: "none" }),
    ig: () => new explain.IntegratedGradients(model).attribute(x, { target, nSteps: 50 }),
    smoothgrad: () => tunnel.attribute(x, { target, nSamples: 50, stdevs: 0.15 }),
    gradientshap: () => new explain.GradientShap(model).attribute(x, { target, baselines: few, nSamples: 50 }),
    deeplift: () => new explain.DeepLift(model).attribute(x, { target }),
    lrp: () => new explain.Lrp(model).attribute(x, { target }),
    deepshap: () => new explain.DeepLiftShap(model).attribute(x, { target, baselines: background }),
  };
  const task = tasks[method];
  if (!task) throw new Error(`no task called ${method}`);
  const repeat = count === "1" && method !== "deepshap" ? 10 : 1;
  const turn = async () => {
    for (let i = 0; i < repeat; i++) await task();
  };
  for (let i = 0; i < 3; i++) await turn();
  await serve({ turn, count: repeat });
}

const [task = "", data = ""] = process.argv.slice(2);
if (process.argv[1]?.endsWith("gradientTasks.js")) await main(task.split(":"), data);
