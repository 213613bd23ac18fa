import type { Parameter } from "../../../payloads/explanationPayload.ts";
import { originOf } from "../../explain/call/origin.ts";
import type { OptionRule, Rules } from "../../explain/call/rules.ts";
import type { Explanation } from "../../explanation/Explanation.ts";

/** The parameters of an explanation's method that a view can offer to change, with the values it was made with. */
export function parametersOf(explanation: Explanation): Parameter[] {
  const { options, output, seed, about } = explanation;
  const rules: Rules = originOf(explanation)?.method.rules ?? {};
  const found = Object.entries(options).flatMap(([name, value]) => parameterOf(name, value, rules[name]) ?? []);
  const isOfAnswer = about.role !== "activation" && about.role !== "attention";
  const outputs = rules.output?.choices ?? [];
  return [
    ...found,
    ...(isOfAnswer && outputs.length > 1
      ? [{ name: "output", kind: "choice" as const, value: output, choices: [...outputs] }]
      : []),
    ...(seed === undefined ? [] : [{ name: "seed", kind: "number" as const, value: seed, integer: true, least: 0 }]),
  ];
}

function parameterOf(name: string, value: unknown, rule: OptionRule | undefined): Parameter | undefined {
  if (rule?.kind === "number" && typeof value === "number" && Number.isFinite(value)) {
    const least = rule.least ?? rule.above;
    return {
      name,
      kind: "number",
      value,
      ...(rule.integer && { integer: true }),
      ...(least !== undefined && { least }),
    };
  }
  if (rule?.kind === "boolean" && typeof value === "boolean") return { name, kind: "boolean", value };
  const { choices = [] } = rule ?? {};
  if (rule?.kind !== "choice" || typeof value !== "string" || !choices.includes(value)) return undefined;
  return { name, kind: "choice", value, choices: [...choices] };
}
