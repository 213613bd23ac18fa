// One backend's part of `npm run bench -- backends`, in a process of its own: prints its figures as one line of JSON.

import { mnist } from "../../kernel/library/datasets/index.ts";
import { IntegratedGradients } from "../../kernel/library/explain/index.ts";
import { mnistCnn, train } from "../../kernel/library/models/index.ts";
import { startSession } from "../../kernel/tensorflow/session.ts";
import { median } from "./alternate.ts";

export interface BackendFigures {
  device: string;
  /** Seconds for 60,000 images in batches of 128, from as many steps as took some seconds. */
  epochSeconds: number;
  /** Of how many steps that is. */
  steps: number;
  /** Milliseconds for Integrated Gradients of one image in 50 steps. */
  gradientsMs: number;
  peakMegabytes: number;
}

const batchSize = 128;
const stepsOfAnEpoch = Math.ceil(60_000 / batchSize);
const longEnoughMs = 8000;

async function measure(backend: string): Promise<BackendFigures> {
  const compiled = backend === "compiled";
  const { device = "" } = await startSession({ backend: compiled ? "wasm" : backend });
  const engine = compiled ? "onnx" : "tfjs";
  const { train: digits, test } = await mnist.load({ validation: 0 });
  const model = mnistCnn();
  const trainSteps = async (steps: number) => {
    const began = performance.now();
    await train(model, digits.slice(0, steps * batchSize), { epochs: 1, batchSize, engine });
    return performance.now() - began;
  };
  await trainSteps(1);
  let steps = 1;
  let took = await trainSteps(steps);
  while (took < longEnoughMs && steps < stepsOfAnEpoch) {
    steps = Math.min(stepsOfAnEpoch, Math.ceil(steps * Math.min(16, (1.5 * longEnoughMs) / took)));
    took = await trainSteps(steps);
  }
  const image = test.image(0);
  const explain = new IntegratedGradients(model);
  const times: number[] = [];
  const began = performance.now();
  do {
    const start = performance.now();
    await explain.attribute(image, { target: 7, nSteps: 50, engine });
    times.push(performance.now() - start);
  } while (times.length < 20 && performance.now() - began < longEnoughMs);
  return {
    device: compiled ? "CPU, ONNX Runtime" : device,
    epochSeconds: ((took / steps) * stepsOfAnEpoch) / 1000,
    steps,
    gradientsMs: median(times.length > 1 ? times.slice(1) : times),
    peakMegabytes: process.resourceUsage().maxRSS / 1000,
  };
}

const figures = await measure(process.argv[2] ?? "wasm").catch((error: Error) => ({ error: error.message }));
process.stdout.write(`\n${JSON.stringify(figures)}\n`, () => process.exit());
