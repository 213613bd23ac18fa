import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { DataType, Dimension, Graph, ValueInfo } from "../graph/graph.ts";

const numeric = new Set<DataType>([
  "float32",
  "float64",
  "float16",
  "int64",
  "int32",
  "int16",
  "int8",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "bool",
]);
const floating = new Set<DataType>(["float32", "float64", "float16"]);

const listed = (values: readonly ValueInfo[]) =>
  values
    .map(({ name, type, shape }) => `"${name}" (${type} [${shape?.map((size) => size ?? "?").join(", ") ?? "…"}])`)
    .join(", ");

/** The model's one input. */
export function chooseInput(graph: Graph): ValueInfo {
  const [input, ...more] = graph.inputs;
  if (!input || more.length > 0) {
    throw new DataError(
      say`the model has ${graph.inputs.length} inputs (${listed(graph.inputs)}); a model of one input can be explained. (scikit-learn's exporter makes one input of all columns when it is given one FloatTensorType)`,
    );
  }
  if (!numeric.has(input.type)) throw new DataError(say`the model's input ${listed([input])} is not numeric`);
  return input;
}

/** The output that is explained: by name, or the first of floating point (scikit-learn's classifiers give a label first). */
export function chooseOutput(graph: Graph, name: string | undefined): ValueInfo {
  const output = graph.outputs.find((each) => (name === undefined ? floating.has(each.type) : each.name === name));
  if (output && floating.has(output.type)) return output;
  const wanted =
    name === undefined ? "there is none of floating point to explain" : `"${name}" is none of floating point`;
  throw new DataError(say`the model's outputs are ${listed(graph.outputs)}: ${wanted}`);
}

/** The shape of one example. `given` decides about sizes that the model leaves open. */
export function rowShape(input: ValueInfo, given: readonly number[] | undefined): number[] {
  const declared: readonly Dimension[] | undefined = input.shape?.slice(1);
  if (input.shape?.length === 0)
    throw new DataError(say`the model's input ${listed([input])} has no axis for the examples`);
  if (!declared && !given)
    throw new DataError(say`${listed([input])} has no shape: give one, loadOnnx(file, { inputShape: [4] })`);
  if (declared && given && declared.length !== given.length) {
    throw new DataError(
      say`inputShape [${given}] has ${given.length} axes; the model's input ${listed([input])} has ${declared.length} behind the first`,
    );
  }
  return (declared ?? given ?? []).map((size, axis) => {
    const chosen = typeof size === "number" ? size : given?.[axis];
    if (chosen === undefined) {
      throw new DataError(
        say`the model's input ${listed([input])} leaves sizes open: give them, loadOnnx(file, { inputShape: [...] })`,
      );
    }
    if (given?.[axis] !== undefined && given[axis] !== chosen) {
      throw new DataError(say`inputShape [${given}] does not fit the model's input ${listed([input])}`);
    }
    return chosen;
  });
}
