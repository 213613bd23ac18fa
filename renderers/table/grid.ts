import { cellText, type TablePayload } from "../../kernel/payloads/tablePayload.ts";
import { element } from "../dom/element.ts";
import type { Sort } from "./order.ts";
import type { Strings } from "./strings.ts";

export interface Grid {
  readonly element: HTMLTableElement;
  /** Shows these rows, in this order, and in the head how they are sorted. */
  show(order: readonly number[], sort: Sort | undefined): void;
}

/** Cells that are laid out at once: further rows follow when the reader comes near them. */
const cellsAtOnce = 4000;
/** Of a row with one line, in CSS pixels. */
const rowHeight = 26;

/** The table itself, with a button to sort in each column's head. */
export function grid(
  { columns, rows }: TablePayload,
  label: Record<string, string>,
  strings: Strings,
  sortBy: (column: number) => void,
): Grid {
  const heads = columns.map(({ name, numeric }, i) =>
    element(
      "th",
      { scope: "col", class: numeric && "number" },
      element(
        "button",
        {
          type: "button",
          title: strings.sort(name || strings.column(i + 1)),
          "aria-label": name ? undefined : strings.column(i + 1),
          "data-key": `sort-${i}`,
          click: () => sortBy(i),
        },
        name,
      ),
    ),
  );
  const body = element("tbody");
  const rest = element("td", { colspan: Math.max(1, columns.length) });
  const space = element("tbody", { class: "space", "aria-hidden": "true" }, element("tr", {}, rest));
  const table = element("table", label, element("thead", {}, element("tr", {}, ...heads)), body);
  const atOnce = Math.max(20, Math.floor(cellsAtOnce / Math.max(1, columns.length)));
  let left: readonly number[] = [];
  let near: IntersectionObserver | undefined;

  function line(index: number): HTMLElement {
    const made = document.createElement("tr");
    for (const [i, cell] of rows[index].entries()) {
      const td = document.createElement("td");
      if (columns[i].numeric) td.className = "number";
      td.textContent = cellText(cell);
      made.append(td);
    }
    return made;
  }

  function draw(): void {
    body.append(...left.slice(0, atOnce).map(line));
    left = left.slice(atOnce);
    rest.style.height = `${left.length * rowHeight}px`;
    near ??= new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && draw(), {
      root: table.parentElement,
      rootMargin: "600px",
    });
    near.disconnect();
    space.remove();
    if (left.length === 0) return;
    table.append(space);
    near.observe(space);
  }

  return {
    element: table,
    show(order, sort) {
      body.replaceChildren();
      left = order;
      table.setAttribute("aria-rowcount", String(order.length + 1));
      draw();
      for (const [i, head] of heads.entries()) {
        head.setAttribute("aria-sort", sort?.column !== i ? "none" : sort.descending ? "descending" : "ascending");
      }
    },
  };
}
