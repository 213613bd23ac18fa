import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { DeclaredInput } from "./ports.ts";

/**
 * @throws DataError for a token number that the vocabulary does not have, where its size is known. Negative ones count
 * from its end, as in ONNX.
 */
export function checkVocabulary({ name, kind, size }: DeclaredInput, values: Float32Array): void {
  if (kind !== "tokens" || size === undefined) return;
  const wrong = values.find((value) => value >= size || value < -size);
  if (wrong === undefined) return;
  throw new DataError(say`the input ${name} has token ${wrong}, but its vocabulary has ${size} (0–${size - 1})`);
}
