import { element } from "./element.ts";

/** Says in place of a view why there is none, with whatever words the payload has. */
export function problemNote(message: string, texts: readonly string[] = []): HTMLElement {
  return element(
    "div",
    { class: "root" },
    element("p", { class: "problem", role: "alert" }, message),
    ...texts.map((text) => element("p", {}, text)),
  );
}
