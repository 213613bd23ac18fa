import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { InputDtype } from "../../signature/Signature.ts";
import type { DataType, Dimension, Graph, ValueInfo } from "../graph/graph.ts";
import { type Port, portsOf } from "../ports.ts";

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

/** What the model takes, in its order. */
export function chooseInputs(graph: Graph): readonly ValueInfo[] {
  if (graph.inputs.length === 0) throw new DataError(say`the model has no input`);
  const wrong = graph.inputs.find(({ type }) => !numeric.has(type));
  if (wrong) throw new DataError(say`the model's input ${listed([wrong])} is not numeric`);
  const [first, ...others] = graph.inputs.map(({ shape }) => shape?.[0]);
  if (others.some((size) => typeof size === "number" && typeof first === "number" && size !== first)) {
    throw new DataError(
      say`the model's inputs ${listed(graph.inputs)} differ in their first axis: it must be that of the examples`,
    );
  }
  return graph.inputs;
}

const dtypes: Partial<Record<DataType, InputDtype>> = {
  int16: "int32",
  uint16: "int32",
  uint32: "int64",
  uint64: "int64",
};

/** Of several inputs: where each lies in a flat row. */
export function choosePorts(
  inputs: readonly ValueInfo[],
  given: FromOnnxShape | undefined,
): readonly Port[] | undefined {
  if (inputs.length < 2) return undefined;
  if (given !== undefined && isList(given)) {
    throw new DataError(
      say`inputShape [${given}] is for one input, but the model has ${inputs.length}: give { ${inputs.map(({ name }) => `${name}: [...]`).join(", ")} }`,
    );
  }
  return portsOf(
    inputs.map((input) => ({
      name: input.name,
      shape: rowShape(input, given?.[input.name]),
      dtype: dtypes[input.type] ?? (input.type as InputDtype),
    })),
  );
}

/** The shape of one example; of several inputs by their names. */
export type FromOnnxShape = readonly number[] | Readonly<Record<string, readonly number[]>>;

const isList = (given: FromOnnxShape): given is readonly number[] => Array.isArray(given);

/** The given shape of the model's only input. */
export const onlyShape = (given: FromOnnxShape | undefined, name: string): readonly number[] | undefined =>
  given === undefined || isList(given) ? given : given[name];

/** The outputs that can be explained. */
export const explainableOutputs = ({ outputs }: Graph): readonly ValueInfo[] =>
  outputs.filter(({ type }) => floating.has(type));

/** The output that is explained: by name, or the first of floating point (scikit-learn's classifiers give a label first). */
export function chooseOutput(graph: Graph, name: string | undefined): ValueInfo {
  const output = graph.outputs.find((each) => (name === undefined ? floating.has(each.type) : each.name === name));
  if (output && floating.has(output.type)) return output;
  throw new DataError(
    name === undefined
      ? say`the model's outputs are ${listed(graph.outputs)}: none is floating point, so none can be explained`
      : say`the model's outputs are ${listed(graph.outputs)}: "${name}" is not a floating-point output`,
  );
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
      say`inputShape [${given}] has ${given.length} axes; the model's input ${listed([input])} has ${declared.length} after the first`,
    );
  }
  return (declared ?? given ?? []).map((size, axis) => {
    const chosen = typeof size === "number" ? size : given?.[axis];
    if (chosen === undefined) {
      throw new DataError(
        say`the model's input ${listed([input])} has open sizes: give them, loadOnnx(file, { inputShape: [...] })`,
      );
    }
    if (given?.[axis] !== undefined && given[axis] !== chosen) {
      throw new DataError(say`inputShape [${given}] does not fit the model's input ${listed([input])}`);
    }
    return chosen;
  });
}
