import type { Parameter } from "../../kernel/payloads/explanationPayload.ts";
import { element } from "../dom/element.ts";
import type { Strings } from "./strings.ts";

/** A form with a method's parameters; Enter or its button asks for the map anew with what was changed. */
export function parameterForm(
  parameters: readonly Parameter[],
  key: string,
  open: boolean,
  strings: Strings,
  on: { ask(options: Record<string, unknown>): void; toggle(open: boolean): void },
): HTMLElement {
  const fields = parameters.map((parameter) => ({ parameter, input: inputOf(parameter, `${key}-${parameter.name}`) }));
  const changed = () =>
    Object.fromEntries(
      fields
        .map(({ parameter, input }) => [parameter.name, chosen(parameter, input)] as const)
        .filter(([, value], i) => value !== undefined && value !== parameters[i].value),
    );
  const form = element(
    "form",
    {
      submit: (event) => {
        event.preventDefault();
        const options = changed();
        if (Object.keys(options).length > 0) on.ask(options);
      },
    },
    ...fields.map(({ parameter, input }) => element("label", {}, element("code", {}, parameter.name), input)),
    element("button", { type: "submit", class: "button", "data-key": `${key}-submit` }, strings.recompute),
  );
  const details = element(
    "details",
    { open, toggle: () => on.toggle(details.open) },
    element("summary", { "data-key": `${key}-summary` }, strings.parameters),
    form,
  );
  return details;
}

type Input = HTMLInputElement | HTMLSelectElement;

function inputOf(parameter: Parameter, key: string): Input {
  if (parameter.kind === "choice") {
    const options = parameter.choices.map((choice) =>
      element("option", { value: choice, selected: choice === parameter.value }, choice),
    );
    return element("select", { "data-key": key }, ...options);
  }
  if (parameter.kind === "boolean") {
    return element("input", { type: "checkbox", checked: parameter.value, "data-key": key });
  }
  const { value, least, integer } = parameter;
  return element("input", {
    type: "number",
    value,
    min: least,
    step: integer ? 1 : "any",
    required: true,
    "data-key": key,
  });
}

function chosen(parameter: Parameter, input: Input): unknown {
  if (input instanceof HTMLSelectElement) return input.value;
  if (parameter.kind === "boolean") return input.checked;
  return Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : undefined;
}
