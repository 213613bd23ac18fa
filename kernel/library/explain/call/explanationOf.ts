import type { Output, Runner } from "../../engine/runner.ts";
import { Explanation, type ExplanationFields } from "../../explanation/Explanation.ts";
import type { Region } from "../../explanation/Region.ts";
import { namesOf, tellsClasses } from "../../signature/classes.ts";
import { isBaselineName } from "../../signature/Inputs.ts";
import type { OutputSpec } from "../../signature/Signature.ts";
import { meaningOf } from "./about.ts";
import type { Asker, Finding } from "./call.ts";
import type { Rows } from "./inputs.ts";
import type { AttributeOptions } from "./options.ts";
import { withOrigin } from "./origin.ts";
import { type Focus, gridOf } from "./regional.ts";
import type { Targets } from "./targets.ts";

/** What a call knows when its method has found its values. */
export interface Found {
  /** A method, or the name of what is none. */
  readonly asker: Asker | string;
  readonly options: AttributeOptions & { readonly baselines?: unknown };
  readonly runner: Runner;
  readonly rows: Rows;
  readonly targets: Targets;
  readonly output: Output;
  readonly outputName: string | undefined;
  /** Outputs of `output` for each input. */
  readonly outputs: Float32Array;
  /** Where regions of a segmentation or boxes are explained. */
  readonly focus: Focus | undefined;
  readonly started: number;
  readonly passes: number;
}

/** The explanation of a call: what every call has, and what the method found. */
export function explanationOf(found: Found, finding: Finding): Explanation {
  const { asker, options, runner, rows, targets, output, outputName, outputs, focus } = found;
  const { outputSpec } = runner;
  const isNumber = runner.outputSize === 1 && !tellsClasses(outputSpec) && !rows.classNames;
  const own = namesOf(outputSpec) ?? (tellsClasses(outputSpec) ? rows.classNames : undefined);
  const probabilities = focus?.means ?? (output === "logit" ? runner.probabilitiesOf(outputs) : outputs);
  const regions = focus?.regions ?? pixelsOf(runner, targets, rows.count);
  // Without a softmax at its end a model gives what it gives.
  const explained = runner.hasLogit ? output : givesProbabilities(outputSpec, focus) ? "probability" : "logit";
  const explanation = new Explanation({
    method: typeof asker === "string" ? asker : asker.about.name,
    about: typeof asker === "string" ? undefined : meaningOf(asker.about, { ...options, output: explained }),
    shape: [...targets.leading, ...rows.shape],
    target: targets.target,
    output: explained,
    inputs: rows.values,
    inputShape: rows.shape,
    probabilities,
    answers: Float32Array.from(
      targets.classes,
      (target, pair) => outputs[(pair % rows.count) * runner.outputSize + target],
    ),
    options: {},
    engine: runner.engine,
    elapsedMs: performance.now() - found.started,
    modelPasses: found.passes,
    ...partsOf(runner, rows, finding),
    outputSpec,
    ...(outputName === undefined ? {} : { outputName }),
    columns: rows.columns,
    classNames: own?.length === probabilities.length / rows.count ? own : undefined,
    ...(regions && { targetRegions: regions }),
    targetName: isNumber ? (own?.[0] ?? rows.targetName) : undefined,
    ...finding,
    ...(isBaselineName(options.baselines) && { options: { ...finding.options, baselines: options.baselines } }),
  });
  return typeof asker === "string"
    ? explanation
    : withOrigin(explanation, { method: asker, rows, options: { ...options } });
}

/** How well a box is found again is a share too. */
const givesProbabilities = (spec: OutputSpec, focus: Focus | undefined) =>
  tellsClasses(spec) ||
  (spec.kind === "boxes" && focus !== undefined) ||
  (spec.kind === "pixels" && spec.from !== "logits");

/** Of single places of a segmentation: where they are. */
function pixelsOf(runner: Runner, { classes, leading }: Targets, count: number): readonly Region[] | undefined {
  const { outputSpec: spec } = runner;
  if (spec.kind !== "pixels" || leading.length > 0 || runner.outputShape?.length !== 3) return undefined;
  const { classes: labels, size } = gridOf(runner, spec);
  return Array.from({ length: count }, (_, row) => {
    const own =
      spec.layout === "channelsFirst" ? classes[row] % (size[0] * size[1]) : Math.floor(classes[row] / labels);
    return { size, runs: [own, 1], from: "pixel" };
  });
}

/** What the values lie on: one input, or several where a method says nothing of another shape. */
function partsOf(runner: Runner, rows: Rows, finding: Finding): Partial<ExplanationFields> {
  const specs = runner.signature.inputs;
  if (!rows.ports) return { inputSpec: specs.find(({ name }) => name === rows.name) ?? specs[0] };
  const parts = rows.ports.map(({ name, shape, columns }) => {
    const spec = specs.find((each) => each.name === name);
    return { name, shape, ...(spec && { spec }), ...(columns && { columns }) };
  });
  return finding.shape === undefined ? { inputParts: parts } : {};
}
