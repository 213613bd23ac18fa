import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { Signature } from "./Signature.ts";
import type { SignatureOptions } from "./SignatureOptions.ts";

/** The name under which a model's file holds its signature. */
export const signatureKey = "glassbook.signature";

/** A signature as it stands in a file. */
export const signatureText = (signature: Signature): string => JSON.stringify(signature);

/** What a file's signature says of each input and output, in the model's order. */
export interface WrittenOptions {
  readonly inputs: readonly object[];
  readonly outputs: readonly object[];
}

/** What files beside a model say of it, with what its own file says: that goes before, field by field. */
export function withWritten({ inputs, classNames }: SignatureOptions, written: WrittenOptions): SignatureOptions {
  const beside = Array.isArray(inputs) ? inputs : [];
  const isNamed = written.outputs.some((output) => "classNames" in output);
  return {
    inputs: written.inputs.map((input, i) => ({ ...beside[i], ...input })),
    outputs: written.outputs,
    classNames: isNamed ? undefined : classNames,
  };
}

/**
 * What a file's signature says of a model, to be laid over what the model says itself.
 *
 * @throws DataError for what is no signature.
 */
export function optionsFromText(text: unknown): WrittenOptions {
  const signature = typeof text === "string" ? parsed(text) : text;
  if (!isSignature(signature)) {
    throw new DataError(
      say`${signatureKey} in the model's metadata is not a signature: expected { inputs: [...], outputs: [...] }`,
    );
  }
  const unnamed = ({ name: _, ...spec }: { readonly name: string }) => spec;
  return {
    inputs: signature.inputs.map((input) => unnamed(input) as object),
    outputs: signature.outputs.map((output) => unnamed(output) as object),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSignature(value: unknown): value is Signature {
  if (typeof value !== "object" || value === null || !("inputs" in value) || !("outputs" in value)) return false;
  return isListOfSpecs(value.inputs) && isListOfSpecs(value.outputs);
}

const isListOfSpecs = (list: unknown): boolean =>
  Array.isArray(list) &&
  list.every((spec: unknown) => typeof spec === "object" && spec !== null && "shape" in spec && isShape(spec.shape));

const isShape = (shape: unknown): boolean =>
  Array.isArray(shape) && shape.every((size) => size === null || (Number.isInteger(size) && size >= 0));
