import type { OutputSpec } from "../../signature/Signature.ts";
import type { GraphNode } from "../graph/graph.ts";

type Makers = ReadonlyMap<string, GraphNode>;

/** What scikit-learn's exporters put between a classifier's scores and the model's output. */
const passing = new Set(["Identity", "Cast", "Normalizer", "ZipMap", "Concat", "Reshape", "Flatten"]);

/**
 * What the second output of an `ai.onnx.ml` classifier is: probabilities of the classes that it names, or scores of such.
 * Undefined for anything else.
 */
export function classifierOutput(
  makers: Makers,
  name: string,
  shape: readonly (number | null)[] | undefined,
): OutputSpec | undefined {
  let value = name;
  let isNormalized = false;
  for (let node = makers.get(value); node; node = makers.get(value)) {
    if (node.domain === "ai.onnx.ml" && node.op.endsWith("Classifier")) {
      return node.outputs[1] === value ? specOf(node, name, shape, isNormalized) : undefined;
    }
    if (!passing.has(node.op)) return undefined;
    isNormalized ||= node.op === "Normalizer";
    value = node.inputs[0] ?? "";
  }
  return undefined;
}

function specOf(
  node: GraphNode,
  name: string,
  given: readonly (number | null)[] | undefined,
  isNormalized: boolean,
): OutputSpec | undefined {
  const labels = labelsOf(node);
  const count = given?.at(-1) ?? labels?.length;
  if (typeof count !== "number" || count < 1) return undefined;
  const shape = given ?? [count];
  const names = labels?.length === count ? labels : undefined;
  const transform = node.attributes.post_transform;
  const ends = transform?.kind === "string" ? transform.value : "NONE";
  // Trees vote with shares; what is neither that nor behind a link function is a score of unknown scale.
  const areProbabilities =
    isNormalized ||
    ends === "SOFTMAX" ||
    ends === "LOGISTIC" ||
    node.op === "TreeEnsembleClassifier" ||
    node.attributes.prob_a !== undefined;
  if (!areProbabilities) return { kind: "values", name, shape, ...(names ? { valueNames: names } : {}) };
  if (count > 1) {
    return { kind: "classes", name, shape, count, from: "softmax", ...(names ? { classNames: names } : {}) };
  }
  const two = labels?.length === 2 ? ([labels[0] ?? "", labels[1] ?? ""] as const) : undefined;
  return { kind: "binary", name, shape, from: "sigmoid", ...(two ? { classNames: two } : {}) };
}

/** Names that say more than their position. */
function labelsOf({ attributes }: GraphNode): readonly string[] | undefined {
  const texts = attributes.classlabels_strings ?? attributes.classlabels_strings_;
  if (texts?.kind === "strings" && texts.value.length > 0) return texts.value;
  const numbers = attributes.classlabels_int64s ?? attributes.classlabels_ints;
  if (numbers?.kind !== "ints" || numbers.value.length === 0) return undefined;
  return numbers.value.map(String);
}
