import type { Batch, Gradients, Output, OutputSum, Prediction, Runner } from "../../engine/runner.ts";
import { placesIn, type Region, regionOf } from "../../explanation/Region.ts";
import { OptionError, TargetError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { PixelsSpec } from "../../signature/Signature.ts";
import { isList, type RegionChoice, type RegionTarget, readRegion } from "./regionTarget.ts";
import { eachIts, type Targets } from "./targets.ts";

/** A call that explains places of a picture: regions of a segmentation, or boxes of a detector. */
export interface Focus {
  /** Answers one number for each region: the sum of its places; or for each box how well it is found again. */
  readonly runner: Runner;
  /** Which of the runner's answers each input is asked for; as an explanation holds it, the class. */
  readonly targets: Targets;
  /** One for each input. */
  readonly regions: readonly Region[];
  /** The runner's answers to the inputs, `[n, regions]`. */
  readonly outputs: Float32Array;
  /** The mean of every class over each input's region, `[n, classes]`: of probabilities, where there are such; a box's score. */
  readonly means: Float32Array;
}

/**
 * @param answers the model's answers to the inputs, `[n, outputs]`, of `output`.
 * @throws OptionError for an output that is no segmentation; TargetError for a class or places that it does not have.
 */
export function regionalOf(runner: Runner, answers: Float32Array, output: Output, target: RegionTarget): Focus {
  const spec = pixelsOf(runner);
  const count = answers.length / runner.outputSize;
  const { reduce = "sum" } = target;
  if (reduce !== "sum" && reduce !== "mean") {
    throw new OptionError(say`reduce is ${String(reduce)}: expected "sum" or "mean"`);
  }
  const { classes, size, indexOf } = gridOf(runner, spec);
  const isProbability =
    output === "probability" || !runner.hasLogit ? spec.from !== "logits" || runner.hasLogit : false;
  const rowOf = (row: number) => answers.subarray(row * runner.outputSize, (row + 1) * runner.outputSize);
  const best = (row: number) => bestOf(rowOf(row), classes, size, indexOf, isProbability);
  const chosen = choicesOf(target.region ?? "predicted", count);
  const labels = Array.from({ length: count }, (_, row) => {
    const own = classOf(target.class, row, count, classes);
    if (own !== undefined) return own;
    const predicted = best(row);
    const given = readRegion(chosen[row], size, reduce);
    return most(given ? placesIn(given).map((place) => predicted[place]) : predicted, classes);
  });
  const regions = chosen.map((choice, row) => {
    const given = readRegion(choice, size, reduce);
    if (given) return given;
    const predicted = best(row);
    const region = regionOf(size, (place) => predicted[place] === labels[row], "predicted", reduce);
    if (region.runs.length > 0) return region;
    throw new TargetError(
      say`class ${labels[row]} is predicted at no place of input ${row}, so it has no region: give region, { top, left, height, width } or a mask`,
    );
  });
  const sums: OutputSum[] = [];
  const known = new Map<string, number>();
  const each = regions.map(({ runs }, row) => {
    const key = `${labels[row]}:${runs.join()}`;
    const index = known.get(key) ?? sums.length;
    if (index === sums.length) {
      const places = placesIn({ runs }).map((place) => indexOf(place, labels[row]));
      sums.push({ places, weight: reduce === "mean" ? 1 / places.length : 1 });
      known.set(key, index);
    }
    return index;
  });
  const probabilities = output === "logit" ? runner.probabilitiesOf(answers) : answers;
  const means = Float32Array.from({ length: count * classes }, (_, i) => {
    const row = Math.floor(i / classes);
    const places = placesIn(regions[row]);
    return (
      places.reduce((sum, place) => sum + probabilities[row * runner.outputSize + indexOf(place, i % classes)], 0) /
      places.length
    );
  });
  return {
    runner: withSums(runner, sums),
    targets: { ...eachIts(Int32Array.from(labels)), classes: Int32Array.from(each) },
    regions,
    outputs: summed(answers, runner.outputSize, sums),
    means,
  };
}

function pixelsOf({ outputSpec }: Runner): PixelsSpec {
  if (outputSpec.kind === "pixels") return outputSpec;
  throw new OptionError(
    say`a target with a class and a region is for an output with classes of each place, but "${outputSpec.name}" is ${outputSpec.kind}: if it is a segmentation, say so with describeModel(model, { outputs: { kind: "pixels", layout: "channelsFirst" } })`,
  );
}

interface Grid {
  readonly classes: number;
  readonly size: Region["size"];
  indexOf(place: number, label: number): number;
}

/** @throws OptionError where the answers are no grid of places. */
export function gridOf(
  { outputShape, outputSize }: Pick<Runner, "outputShape" | "outputSize">,
  spec: PixelsSpec,
): Grid {
  const shape = outputShape ?? spec.shape.map((size) => size ?? 0);
  const isFirst = spec.layout === "channelsFirst";
  const [height = 0, width = 0] = isFirst ? shape.slice(1) : shape;
  const classes = (isFirst ? shape[0] : shape[2]) ?? 0;
  if (shape.length !== 3 || classes * height * width !== outputSize) {
    throw new OptionError(
      say`the output "${spec.name}" has the shape [${shape.join(", ")}], which is no grid of places`,
    );
  }
  const places = height * width;
  return {
    classes,
    size: [height, width],
    indexOf: isFirst ? (place, label) => label * places + place : (place, label) => place * classes + label,
  };
}

/** The class of each place; of a single class -1 where it is not there. */
function bestOf(
  answers: Float32Array,
  classes: number,
  [height, width]: Region["size"],
  indexOf: Grid["indexOf"],
  isProbability: boolean,
): Int32Array {
  return Int32Array.from({ length: height * width }, (_, place) => {
    if (classes === 1) return answers[place] >= (isProbability ? 0.5 : 0) ? 0 : -1;
    let best = 0;
    for (let label = 1; label < classes; label++) {
      if (answers[indexOf(place, label)] > answers[indexOf(place, best)]) best = label;
    }
    return best;
  });
}

/** The class that most places are. */
function most(predicted: Int32Array, classes: number): number {
  const counts = new Int32Array(classes);
  for (const label of predicted) if (label >= 0) counts[label]++;
  return counts.indexOf(Math.max(...counts));
}

function classOf(given: RegionTarget["class"], row: number, count: number, classes: number): number | undefined {
  if (given === undefined) return undefined;
  if (Array.isArray(given) && given.length !== count) {
    throw new TargetError(say`${given.length} classes for ${count} inputs: give one class, or one for each input`);
  }
  // Names have become numbers before.
  const own = Number(Array.isArray(given) ? given[row] : given);
  if (Number.isInteger(own) && own >= 0 && own < classes) return own;
  throw new TargetError(say`class ${own} is out of range: the output has ${classes} classes (0–${classes - 1})`);
}

/** A list of several choices has one for each input; a list of rows of numbers is one mask. */
function choicesOf(given: RegionChoice | readonly RegionChoice[], count: number): readonly RegionChoice[] {
  const isMask =
    !Array.isArray(given) ||
    given.every((each) => typeof each === "number" || typeof each === "boolean" || isNumbers(each));
  if (isMask) return Array.from({ length: count }, () => given as RegionChoice);
  const list = given as readonly RegionChoice[];
  if (list.length === count) return list;
  throw new TargetError(say`${list.length} regions for ${count} inputs: give one, or a list with one for each`);
}

const isNumbers = (value: unknown) =>
  Array.isArray(value) && value.every((each) => !isList(each) && typeof each !== "object");

/** A runner that answers sums of another's outputs. */
function withSums(runner: Runner, sums: readonly OutputSum[]): Runner {
  const of = <P extends Prediction>(found: P): P => ({
    ...found,
    outputs: summed(found.outputs, runner.outputSize, sums),
  });
  return {
    ...runner,
    // What ran last may change: these are not copied.
    get engine() {
      return runner.engine;
    },
    get reason() {
      return runner.reason;
    },
    outputShape: [sums.length],
    outputSize: sums.length,
    predict: async (batch, options) => of(await runner.predict(batch, options)),
    gradients: async (batch: Batch, options): Promise<Gradients> =>
      of(await runner.gradients(batch, { ...options, sums })),
  };
}

function summed(outputs: Float32Array, size: number, sums: readonly OutputSum[]): Float32Array {
  const answers = new Float32Array((outputs.length / size) * sums.length);
  for (let i = 0; i < answers.length; i++) {
    const start = Math.floor(i / sums.length) * size;
    const { places, weight } = sums[i % sums.length];
    let sum = 0;
    for (const place of places) sum += outputs[start + place];
    answers[i] = sum * weight;
  }
  return answers;
}
