import type { Call } from "../explain/call/call.ts";
import type { TargetOptions } from "../explain/call/options.ts";
import { perPosition } from "../explanation/agreement/pool.ts";
import { placesOfInput } from "../explanation/axes.ts";
import type { ExplanationFields } from "../explanation/Explanation.ts";
import { hasTargetAxis, partCount, partOf } from "../explanation/parts.ts";
import { DataError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { inputAxes } from "../signature/axes.ts";
import { byPlace, type Places, placesOf } from "../signature/places.ts";

/** The places of a call's inputs: of pictures and volumes all channels of one together; of other inputs, each number. */
export function placesAsked({ rows, runner }: Pick<Call, "rows" | "runner">): Places {
  const shape = rows.shape.slice(1);
  const { inputs } = runner.signature;
  return placesOf(shape, inputAxes(inputs.find(({ name }) => name === rows.name) ?? inputs[0], shape));
}

/** The targets that an explanation has, to be asked about again. */
export function targetsOf(explanation: ExplanationFields): TargetOptions {
  const { outputName } = explanation;
  const inOutput = (name: "target" | "targets", value: unknown): TargetOptions => ({
    [name]: outputName === undefined ? value : { [outputName]: value },
  });
  const { target, targetRegions: regions } = explanation;
  if (regions?.[0]?.from === "box") {
    return { target: { output: outputName, at: typeof target === "number" ? target : Int32Array.from(target) } };
  }
  if (regions && regions[0]?.from !== "pixel") {
    const { reduce } = regions[0];
    return { target: { output: outputName, class: target, region: regions, reduce } };
  }
  if (typeof target !== "number" && hasTargetAxis(explanation)) return inOutput("targets", target);
  // A typed array is one place for each input, whatever the axes of the output.
  return inOutput("target", typeof target === "number" ? target : Int32Array.from(target));
}

/**
 * The maps of an explanation, one for each target of each input (inputs run fastest), number by number of the input. A
 * segment's value is spread evenly over its positions, a place's over its channels, so that sums over positions mean what
 * the method means.
 *
 * @throws ShapeError for the map of a layer; DataError where one holds NaN or infinity.
 */
export function readMaps(explanation: ExplanationFields): Float64Array[] {
  const { method, about } = explanation;
  const places = placesOfInput(explanation);
  return Array.from({ length: partCount(explanation) }, (_, index) => {
    const part = partOf(explanation, index);
    const told = part.shape.join(", ");
    // RISE's values lie as the input does, channels alike.
    const ofPlaces = about?.extent === "place" && part.shape.join() !== part.inputShape.join();
    const expected = ofPlaces ? [...places.shape, 1] : part.inputShape;
    if (about?.extent === "unit" || part.shape.join() !== expected.join()) {
      throw new ShapeError(
        ofPlaces
          ? say`the map of ${method} has places [${told}], but the input [${expected.join(", ")}]: bring it to the input's size, with upsample: "bilinear" or resize([height, width])`
          : say`the map of ${method} has shape [${told}], but the input [${part.inputShape.join(", ")}]: only maps with a value for each number or each place of the input can be checked`,
      );
    }
    if (part.values.some((value) => !Number.isFinite(value))) {
      throw new DataError(say`map ${index} of ${method} has NaN or infinity and cannot be checked`);
    }
    if (ofPlaces) return Float64Array.from(places.of, (place) => part.values[place] / places.channels);
    return perPosition(part);
  });
}

/** The same, summed by place. */
export function readPlaces(explanation: ExplanationFields): Float64Array[] {
  const places = placesOfInput(explanation);
  return readMaps(explanation).map((map) => byPlace(map, places));
}
