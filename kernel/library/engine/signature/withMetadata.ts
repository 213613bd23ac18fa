import { OptionError } from "../../ground/errors.ts";
import type { Signature } from "../../signature/Signature.ts";
import { withOptions } from "../../signature/withOptions.ts";
import { optionsFromText, signatureKey } from "../../signature/written.ts";

const how = { raw: "logits" } as const;

/** Under these exporters and their users write the classes' names: Ultralytics' `names` among them. */
const nameKeys = ["names", "class_names", "classNames", "classes", "labels"];

/**
 * What a file's metadata say of its model: our own signature, or names of classes as others write them.
 *
 * @throws DataError for a signature that is none, OptionError for one of another model.
 */
export function withMetadata(read: Signature, metadata: Readonly<Record<string, string>>): Signature {
  const own = metadata[signatureKey];
  if (own !== undefined) return withOptions(read, optionsFromText(own), how);
  for (const key of nameKeys) {
    const classNames = namesIn(metadata[key] ?? "");
    if (classNames === undefined) continue;
    try {
      return withOptions(read, { classNames }, how);
    } catch (error) {
      // Names of something else than what this model tells apart.
      if (!(error instanceof OptionError)) throw error;
    }
  }
  return read;
}

/** `["cat", "dog"]`, `{"0": "cat", "1": "dog"}`, or Python's `{0: 'cat', 1: 'dog'}`; undefined for anything else. */
export function namesIn(text: string): readonly string[] | undefined {
  const found = json(text) ?? json(fromPython(text));
  if (typeof found !== "object" || found === null) return undefined;
  const entries = Object.entries(found);
  const inOrder = entries.every(([key], i) => key === String(i));
  const names = entries.map(([, name]) => name);
  return inOrder && names.length > 0 && names.every((name) => typeof name === "string") ? names : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Python's way to write a list or a dictionary of texts, as JSON. */
const fromPython = (text: string): string =>
  text
    .replaceAll(/"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'/g, (whole: string, inner: string | undefined) =>
      inner === undefined ? whole : JSON.stringify(inner.replaceAll("\\'", "'")),
    )
    .replaceAll(/([{,]\s*)(\d+)\s*:/g, '$1"$2":');
