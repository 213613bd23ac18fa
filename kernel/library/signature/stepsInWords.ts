import { say } from "../ground/say.ts";
import { number } from "../text/number.ts";
import type { PreprocessStep } from "./Signature.ts";

/** The steps of a preprocessing in the reader's language: `shorter side to 256 (bilinear), center 224 × 224, × 0.003922`. */
export function stepsInWords(steps: readonly PreprocessStep[]): string {
  if (steps.length === 0) return say`bytes as they are`;
  return steps.map(stepInWords).join(say`, `);
}

function stepInWords(step: PreprocessStep): string {
  switch (step.kind) {
    case "resize": {
      const filter = step.filter ?? "bilinear";
      if ("shortestEdge" in step) return say`shorter side to ${step.shortestEdge} (${filter})`;
      return say`to ${step.exact.join(" × ")} (${filter})`;
    }
    case "centerCrop":
      if ("fraction" in step) return say`center ${number(step.fraction * 100, 4)}%`;
      return step.size === "shorterSide" ? say`center square` : say`center ${step.size.join(" × ")}`;
    case "rescale":
      return `${scaled(step.factor)}${shifted(step.offset ?? 0)}`;
    case "normalize":
      return say`minus mean ${listed(step.mean)}, by std ${listed(step.std)}`;
  }
}

/** `÷ 255`, where that is what a factor comes from. */
function scaled(factor: number): string {
  const divisor = 1 / factor;
  const isShort = factor < 1 && Math.abs(divisor * 2 - Math.round(divisor * 2)) < 1e-6;
  return isShort ? `÷ ${number(divisor, 6)}` : `× ${number(factor, 6)}`;
}

const shifted = (offset: number) =>
  offset === 0 ? "" : offset < 0 ? ` − ${number(-offset, 6)}` : ` + ${number(offset, 6)}`;

const listed = (values: readonly number[]) => {
  const texts = values.map((value) => number(value, 6));
  return texts.length === 1 ? (texts[0] ?? "") : `(${texts.join(", ")})`;
};
