import type { AgreementPayload } from "../../kernel/payloads/explanationPayload.ts";
import { element } from "../dom/element.ts";
import type { Strings } from "./strings.ts";

/** How far each pair of methods agrees: the lower triangle of a table, and what it means. */
export function agreementTable({ names, rank, text }: AgreementPayload, strings: Strings): HTMLElement {
  const short = (value: number | null | undefined) =>
    typeof value === "number" ? value.toFixed(2).replace("-", "−") : "–";
  const columns = names.slice(0, -1);
  const rows = names
    .slice(1)
    .map((title, i) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, title),
        ...columns.map((_, j) => element("td", {}, j <= i ? short(rank[i + 1]?.[j]) : "")),
      ),
    );
  const table = element(
    "table",
    {},
    element("caption", { class: "hidden" }, strings.agreement),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, strings.rank),
        ...columns.map((title) => element("th", { scope: "col" }, title)),
      ),
    ),
    element("tbody", {}, ...rows),
  );
  return element(
    "section",
    { class: "agreement", "aria-label": strings.agreement },
    element("div", { class: "scroll", tabindex: names.length > 5 ? 0 : undefined }, table),
    element("p", { class: "dim" }, text),
  );
}
