import type { BaselineName } from "../../../signature/Inputs.ts";
import { number, tidyNumber } from "../../../text/number.ts";
import type { Completeness } from "../completeness.ts";
import type { Evidence, Sampling } from "../evidenceFacts.ts";
import type { Facts } from "../facts.ts";
import { percent } from "../percent.ts";

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** How far the map can be trusted, and why. */
export function trustEnglish(facts: Facts): string[] {
  const { evidence, state, meaning } = facts;
  const { role } = meaning;
  if (state.kind === "zero" && state.nothingToRemove) return [];
  if (state.kind === "invalid" || role === "activation" || role === "difference") return [];
  if (role === "attention") return ["Attention is not evidence: what is attended to need not drive the answer."];
  const { completeness, fit, sampling, floor, auto } = evidence;
  const isMeasured = (completeness && completeness.verdict !== "byMethod") || fit || sampling;
  return [
    ...(completeness ? completenessEnglish(completeness, facts) : []),
    ...(fit ? [fitEnglish(fit)] : []),
    // Of values that are all 0 there is nothing to compare with their error.
    ...(sampling && !(state.kind === "zero" && sampling.kind === "measured") ? [samplingEnglish(sampling)] : []),
    ...(auto ? [autoEnglish(auto)] : []),
    ...(floor === undefined
      ? []
      : [
          `${capital(facts.terms.noun)}s that are the same present and absent got up to ${number(Number(floor.toPrecision(2)))}, so values up to that size may be noise.`,
        ]),
    ...removalEnglish(facts),
    ...(meaning.isChaotic && state.kind !== "zero"
      ? [
          "The method is chaotic: gradients changed by a millionth can change the map by half, so look only at what maps with other numbers of steps have in common.",
        ]
      : []),
    ...(state.kind === "zero"
      ? []
      : meaningEnglish(facts, !isMeasured && !facts.rescaled && completeness === undefined)),
  ];
}

function completenessEnglish(
  { sumsTo, ofAll, sum, difference, error, apart, verdict }: Completeness,
  facts: Facts,
): string[] {
  if (verdict === "byMethod") return [];
  const moved = {
    "f(x) − f(baseline)": `the ${facts.quantity} changed by ${number(difference)} from the baseline`,
    "f(x) − E f(background)": `the ${facts.quantity} differs by ${number(difference)} from its mean over the background`,
    "f(x)": `the ${facts.quantity} is ${number(difference)}`,
  }[sumsTo];
  const told = `${ofAll ? "Over all inputs, the" : "The"} values sum to ${number(sum)}, ${verdict === "off" ? "but" : "and"} ${moved}`;
  // Where values cancel, the sum is small beside them: then the gap is told beside the values.
  const gap = apart <= 2 * error ? `within ${percent(apart)} of each other` : `a gap of ${percent(error)} of Σ|values|`;
  switch (verdict) {
    case "exact":
      return [`${told}: exact, up to rounding.`];
    case "close":
      return [`${told}: ${gap}, so the amounts can be trusted.`];
    case "fair":
      return [`${told}: ${gap}, good enough to compare places.`];
    default: {
      const advice = facts.refinedBy === undefined ? "" : `, and use more ${facts.refinedBy}`;
      return [`${told}: trust the places more than the amounts${advice}.`];
    }
  }
}

function fitEnglish({ r2, verdict }: NonNullable<Evidence["fit"]>): string {
  const told = `The linear model explains ${percent(Math.max(0, r2))} of how the output varies (R² = ${r2.toFixed(2).replace("-", "−")})`;
  return {
    good: `${told}: a fair account of the model around this input.`,
    fair: `${told}: it misses a part of what the model does here.`,
    weak: `${told}: less than half of the model's behavior here, so take it as a hint.`,
  }[verdict];
}

function samplingEnglish(sampling: Sampling): string {
  switch (sampling.kind) {
    case "enumerated":
      return "All coalitions were evaluated: there is no sampling error, and the sum is exact.";
    case "unknown":
      return "Too few samples were drawn to tell values from chance: use more.";
    default: {
      const { clear, of, median } = sampling;
      const error = median > 0 ? ` (median ${number(Number(median.toPrecision(2)))})` : "";
      if (clear === of)
        return `${of === 1 ? "The value is" : `All ${tidyNumber(of)} values are`} over twice the standard error${error}.`;
      if (clear === 0) return `None of the ${tidyNumber(of)} values is over twice its standard error${error}.`;
      const rest = of - clear === 1 ? "the other may be chance and is" : "the others may be chance and are";
      return `${tidyNumber(clear)} of ${tidyNumber(of)} values ${clear === 1 ? "is" : "are"} over twice ${clear === 1 ? "its" : "their"} standard error${error}; ${rest} left out above.`;
    }
  }
}

function autoEnglish({ tolerance, met, evaluations }: NonNullable<Evidence["auto"]>): string {
  const bound = number(tolerance);
  return met
    ? `It took ${tidyNumber(evaluations)} evaluations to bring every standard error under ${bound}.`
    : `${tidyNumber(evaluations)} evaluations did not bring every standard error under ${bound}: allow more samples.`;
}

const baselinesEnglish: Readonly<Record<BaselineName, string>> = {
  black: "black",
  white: "white",
  gray: "gray, halfway between black and white",
  blurred: "the input itself, blurred",
  mean: "the input's own mean everywhere",
};

/** What stood in for what was removed, and what that leaves unseen. */
function removalEnglish({ meaning, terms, background, baseline, byWindow }: Facts): string[] {
  const { removal, family, role } = meaning;
  const plural = `${terms.noun}s`;
  const sentences: string[] = [];
  if (family === "perturbation" && role !== "maskedAverage" && removal !== undefined) {
    sentences.push(
      `The ${byWindow ? "windows" : plural} were replaced one at a time: what several of them do only together is not seen.`,
    );
  }
  if (removal === "others") {
    sentences.push("Their replacements came from the other inputs: other inputs would change the values.");
  }
  if (baseline !== undefined) sentences.push(`The baseline is ${baselinesEnglish[baseline]}.`);
  if (background === undefined) return sentences;
  const rows = `${tidyNumber(background)} background ${background === 1 ? "row" : "rows"}`;
  const mixed = removal === "conditional" || background === 1 ? "" : ", also in combinations that no row has";
  return [
    ...sentences,
    `${terms.kind === "table" ? `Removed ${plural}` : "What was removed"} took the values of ${rows}${mixed}: another background would change the values.`,
  ];
}

/** What values of this role say and do not say; and that there is no measure of their error, where there is none. */
function meaningEnglish({ meaning }: Facts, isUnmeasured: boolean): string[] {
  const { role, signed, label } = meaning;
  const and = (told: string) => [`${told}${isUnmeasured ? ", and has no error measure of its own" : ""}.`];
  switch (role) {
    case "sensitivity":
      return signed
        ? and("It shows what a small change would do, which is not evidence")
        : and("It shows how strongly a small change would matter, not in which direction");
    case "modifiedGradient":
      return and("It shows what the modified backward pass lets through, not a derivative");
    case "variance":
      return and("It shows how much the map varies, not in which direction");
    case "unknown":
      return ["What its values mean is not known."];
    default:
      return isUnmeasured ? [`${label} has no error measure of its own: compare it with another method.`] : [];
  }
}
