import type { AnswerPayload } from "../../../payloads/answer.ts";
import type { Named } from "../../signature/columns.ts";
import type { OutputSpec } from "../../signature/Signature.ts";

/** What a view is told of a model's output; where no output is known, that nothing is. */
export function answerOf(spec: OutputSpec | undefined, { classNames, targetName }: Named): AnswerPayload {
  if (spec === undefined)
    return targetName === undefined ? { kind: "values" } : { kind: "number", names: [targetName] };
  const { kind } = spec;
  switch (kind) {
    case "number":
      return { kind, ...listed("names", one(spec.targetName ?? targetName)), ...listed("units", one(spec.unit)) };
    case "numbers":
      return { kind, ...listed("names", spec.targetNames), ...listed("units", spec.units) };
    case "values":
      return { kind, ...listed("names", spec.valueNames) };
    default:
      return { kind, ...listed("names", spec.classNames ?? classNames) };
  }
}

const one = (text: string | undefined) => (text === undefined ? undefined : [text]);

const listed = <K extends "names" | "units">(key: K, list: readonly string[] | undefined) =>
  (list ? { [key]: [...list] } : {}) as { [key in K]?: string[] };
