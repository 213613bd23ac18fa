import { placesOfInput } from "../../../kernel/library/explanation/axes.ts";
import type { Explanation } from "../../../kernel/library/explanation/Explanation.ts";
import type { Extent, Meaning } from "../../../kernel/library/explanation/Meaning.ts";
import type { Observed } from "./observed.ts";

/** What a method says of its values and the values do not bear out. */
export const meaningFaults = (said: Meaning, seen: Observed): string[] => [
  ...(!said.signed && hasBelow(seen) ? ["a value below zero, though unsigned"] : []),
  ...extentFaults(said, seen.map),
  ...sumFaults(said, seen),
  ...roleFaults(said, seen),
];

/** Whether a map has a value below zero: some model must show one of a method that says it has signs. */
export const hasBelow = ({ map, ofOther }: Observed): boolean =>
  map.fields.values.some((value) => value < 0) || ofOther.some((value) => value < 0);

const sizeOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + Math.abs(value), 0);

function extentFaults({ extent }: Meaning, map: Explanation): string[] {
  const possible = extentsOf(map);
  return possible.includes(extent) ? [] : [`values of each ${possible.join(" or ")}, not of each ${extent}`];
}

/** What a value may stand for, by the shapes and by which values are alike. */
function extentsOf({ fields }: Explanation): Extent[] {
  const { shape, inputShape, values, featureMask } = fields;
  const [own, ofInput] = [shape.slice(1), inputShape.slice(1)];
  const isPicture = ofInput.length === 3;
  const places = placesOfInput(fields);
  if (own.join() !== ofInput.join()) {
    return isPicture && own.join() === [...places.shape, 1].join() ? ["place"] : ["unit"];
  }
  if (featureMask && new Set(featureMask).size < featureMask.length) return ["part"];
  // A single channel does not tell a place from a number.
  if (isPicture && places.channels === 1) return ["place", "input"];
  const size = places.of.length;
  const first = (i: number) => i - (i % size) + places.indexOf(places.of[i % size], 0);
  return isPicture && values.every((value, i) => value === values[first(i)]) ? ["place"] : ["input"];
}

function sumFaults({ sumsTo, sumIsExact }: Meaning, { map, answers, ofBaseline, ofBackground }: Observed): string[] {
  const { values, coefficients, convergenceDelta, standardError, seed } = map.fields;
  if (sumsTo === undefined) return convergenceDelta ? ["a delta, though it sums to nothing"] : [];
  const parts = coefficients ?? values;
  const size = parts.length / answers.length;
  return answers.flatMap((answer, row) => {
    const start = { "f(x)": 0, "f(x) − f(baseline)": ofBaseline[row], "f(x) − E f(background)": ofBackground }[sumsTo];
    const own = parts.subarray(row * size, (row + 1) * size);
    const scale = sizeOf(own) + Math.abs(answer) + 1e-6;
    const off = own.reduce((all, value) => all + value, 0) - (answer - start);
    const found = convergenceDelta?.[row] ?? 0;
    // What is drawn starts from the rows that were drawn.
    const chance =
      sumIsExact || !standardError || !convergenceDelta || seed === undefined
        ? 0
        : 4 * sizeOf(standardError.subarray(row * size, (row + 1) * size));
    if (Math.abs(off - found) > chance + 1e-4 * scale)
      return [`row ${row} is ${off} off ${sumsTo}, by its delta ${found}`];
    return sumIsExact && Math.abs(off) > 1e-4 * scale ? [`row ${row} is ${off} off, though exact`] : [];
  });
}

/** Parts of an answer are none where nothing is given; what hangs on no class is the same for all. */
function roleFaults({ role, of }: Meaning, { map, ofNothing, ofOther, outputSize }: Observed): string[] {
  const { values, method, outputSpec } = map.fields;
  const faults: string[] = [];
  const isNothing = sizeOf(ofNothing) <= 1e-5 * sizeOf(values);
  if (role === "contribution" && !isNothing && !keepsNothing.has(method)) faults.push("parts where nothing is given");
  // Guided Grad-CAM is none where its CAM is none.
  const derives = role === "sensitivity" || role === "modifiedGradient" || role === "maskedAverage";
  if (derives && isNothing && method !== "GuidedGradCam") faults.push(`no ${role} where nothing is given`);
  // The two sides of one unit differ in their signs alone.
  if (outputSize === 1 || outputSpec?.kind === "binary") return faults;
  const isSame = values.every((value, i) => value === ofOther[i]);
  const hasNoTarget = role === "activation" || role === "attention" || of === "neuron";
  if (isSame !== hasNoTarget) faults.push(isSame ? "the same for every target" : `${role} that hangs on the target`);
  return faults;
}

/** A layer has values also where nothing is given; bins are compared with other bins. */
const keepsNothing = new Set(["LayerGradientXActivation", "LimeTabular"]);
