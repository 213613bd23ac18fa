import { GradientNotFoundError, UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { OutputSpec, Signature } from "../../signature/Signature.ts";
import type { Runner } from "../runner.ts";
import { createSession, type SessionOptions } from "../session/session.ts";
import { sessions } from "../session/sessions.ts";
import type { Detection } from "./Detection.ts";
import { type Detector, detectionsIn, feedsOf } from "./detectorOf.ts";

export interface DetectorRunnerOptions extends SessionOptions {
  readonly signature: Signature;
  readonly outputSpec: OutputSpec;
}

/** Runs a detector picture by picture. It has no row of answers of its own: a call chooses a box and matches the others. */
export function detectorRunner(
  detector: Detector,
  { signature, outputSpec, ...options }: DetectorRunnerOptions,
): Runner {
  const { graph, row, isSingle } = detector;
  const size = row.reduce((all, each) => all * each, 1);
  const detect: Runner["detect"] = (batch, { signal }) =>
    sessions.use(
      detector,
      "detect",
      () => createSession(graph, options),
      async (session) => {
        const found: Detection[][] = [];
        for (let i = 0; i < batch.count; i++) {
          signal?.throwIfAborted();
          const values = batch.values.slice(i * size, (i + 1) * size);
          found.push(detectionsIn(detector, await session.run(feedsOf(graph, row, isSingle, values))));
        }
        return found;
      },
    );
  return {
    engine: "onnx",
    signature,
    outputSpec,
    inputShape: row,
    outputShape: [1],
    outputSize: 1,
    hasLogit: false,
    probabilitiesOf: (answers) => answers,
    layerNames: [],
    predict: async () => {
      throw new UnsupportedLayerError(
        say`the model finds boxes, as many as there are in each picture: ask model.detect(pictures)`,
      );
    },
    gradients: async () => {
      throw noGradient();
    },
    detect,
  };
}

export const noGradient = () =>
  new GradientNotFoundError(
    say`the model's boxes come out of NonMaxSuppression, which has no gradient: use a perturbation method instead (Rise, KernelShap, Lime, Occlusion), which matches boxes as D-RISE does`,
  );
