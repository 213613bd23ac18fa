import { number } from "../../../text/number.ts";
import type { Choice, OneValue } from "../answerFacts.ts";
import type { Facts } from "../facts.ts";

/** A class in a sentence: a name that is only a number does not say that it is one. */
export const classEnglish = ({ name, index }: Choice): string =>
  name === undefined || /^\d+$/.test(name) ? `class ${name ?? index}` : name;

export const labelEnglish = ({ name, index }: Choice): string => name ?? `label ${index}`;

export const bare = ({ name, index }: Pick<Choice, "name" | "index">): string => name ?? String(index);

/** One number of several, by its name or its place. */
export const valueEnglish = ({ name, index, position }: OneValue): string =>
  name ?? `output ${position ? `(${position.join(", ")})` : index}`;

/** What is explained, short enough to stand in the middle of a sentence. */
export function subjectEnglish({ answer, neuron, layer }: Facts): string {
  if (neuron !== undefined) return `neuron ${neuron}${layer === undefined ? "" : ` of ${layerEnglish(layer)}`}`;
  switch (answer.kind) {
    case "choice":
      return classEnglish(answer.target);
    case "labels":
      return labelEnglish(answer.target);
    case "pixel":
      return `${classEnglish(answer.target)} at (${answer.position.join(", ")})`;
    case "region":
      return classEnglish(answer.target);
    case "box":
      return `box ${answer.box}`;
    case "number":
      return answer.target.name ?? "the prediction";
    default:
      return answer.of === 1 && answer.target.name === undefined ? "the output" : valueEnglish(answer.target);
  }
}

/** A layer in a sentence: `layer conv`, `layer4.1.conv2`. */
export const layerEnglish = (name: string): string => (/^layer/i.test(name) ? name : `layer ${name}`);

/** A number with its unit. */
export const withUnit = (value: number, unit: string | undefined): string =>
  unit === undefined ? number(value) : `${number(value)} ${unit}`;

export const listed = (parts: readonly string[]): string =>
  parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : (parts[0] ?? "");
