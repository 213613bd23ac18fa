import { element } from "./element.ts";
import { fill } from "./fill.ts";

export interface SliderOptions {
  label: string;
  key: string;
  min: number;
  max: number;
  step: number;
  value: number;
  /** A value in words. */
  text(value: number): string;
  change(value: number): void;
  title?: string;
}

/** A slider with its label, that says in words where it stands. */
export function slider({ label, key, min, max, step, value, text, change, title }: SliderOptions): HTMLLabelElement {
  const say = (value: number) => {
    input.setAttribute("aria-valuetext", text(value));
    input.title = title ? `${text(value)}. ${title}` : text(value);
    fill(input);
  };
  const input = element("input", {
    type: "range",
    min,
    max,
    step,
    value,
    "aria-label": label,
    "data-key": key,
    input: () => {
      say(Number(input.value));
      change(Number(input.value));
    },
  });
  say(value);
  return element("label", {}, label, input);
}
