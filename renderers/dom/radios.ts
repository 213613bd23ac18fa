import { element } from "./element.ts";
import { uniqueId } from "./uniqueId.ts";

export interface RadiosOptions<Value extends string> {
  label: string;
  key: string;
  /** What is offered, with its words. */
  choices: Readonly<Record<Value, string>>;
  value: Value;
  change(value: Value): void;
}

/** A choice of a few, side by side. */
export function radios<Value extends string>({
  label,
  key,
  choices,
  value,
  change,
}: RadiosOptions<Value>): HTMLElement {
  const name = `${key}-${uniqueId()}`;
  const options = (Object.keys(choices) as Value[]).map((choice) =>
    element(
      "label",
      {},
      element("input", {
        type: "radio",
        name,
        value: choice,
        checked: choice === value,
        "data-key": `${key}-${choice}`,
        change: () => change(choice),
      }),
      element("span", {}, choices[choice]),
    ),
  );
  return element("fieldset", { class: "segments" }, element("legend", { class: "hidden" }, label), ...options);
}
