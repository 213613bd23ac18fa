import { say } from "../../../ground/say.ts";
import { string } from "../../graph/constants.ts";
import { stringOf } from "../attributes.ts";
import type { GradientRule } from "../GradientRule.ts";

/** Each operand's gradient is the same sum with the operand and the output in each other's place. */
const einsum: GradientRule = (c) => {
  const equation = stringOf(c.node, "equation", "").replaceAll(" ", "");
  const [left = "", output] = equation.split("->");
  const operands = left.split(",");
  const g = c.outputGradients[0] ?? "";
  return c.node.inputs.map((_, index) => {
    if (!c.needs(index)) return undefined;
    const own = operands[index] ?? "";
    const others = operands.filter((_, other) => other !== index);
    const seen = [...others, output ?? ""].join("");
    const simple = output !== undefined && !equation.includes(".") && new Set(own).size === own.length;
    if (!simple || [...own].some((letter) => !seen.includes(letter))) {
      throw c.noGradient(say`the equation "${equation}" with respect to its operand ${index + 1}`);
    }
    const inputs = [g, ...c.node.inputs.filter((_, other) => other !== index)];
    return c.add("Einsum", inputs, { equation: string(`${[output, ...others].join(",")}->${own}`) });
  });
};

export const einsumRules: Readonly<Record<string, GradientRule>> = { Einsum: einsum };
