import type { TablePayload } from "../../kernel/payloads/tablePayload.ts";
import { copyButton } from "../dom/copyButton.ts";
import { element } from "../dom/element.ts";
import { ownKeys } from "../dom/ownKeys.ts";
import { uniqueId } from "../dom/uniqueId.ts";
import type { Locale } from "../shared/heatmapWords.ts";
import { csvOf } from "./csv.ts";
import { grid } from "./grid.ts";
import { searchable, sorted } from "./order.ts";
import { scrollRegion } from "./scrollRegion.ts";
import { nextSort, type TableSettings } from "./settings.ts";
import { stringsIn } from "./strings.ts";

/** Fewer rows are looked through faster than a filter is typed. */
const filtered = 10;

/** A table to sort, filter and copy. `changed` hears what the reader chose. */
export function tableView(
  payload: TablePayload,
  given: TableSettings,
  locale: Locale,
  changed: (settings: TableSettings) => void,
): HTMLElement {
  const { caption, rows, total, notes = [] } = payload;
  const strings = stringsIn(locale);
  const captionId = `caption-${uniqueId()}`;
  const label: Record<string, string> = caption ? { "aria-labelledby": captionId } : { "aria-label": strings.view };
  let settings = given;
  let order: readonly number[] = [];
  let haystacks: readonly string[] | undefined;

  const shown = () => order.map((index) => rows[index]);
  const table = grid(payload, label, strings, (column) => choose({ sort: nextSort(settings.sort, column) }));
  const count = element("span", { class: "dim", role: "status" });
  const said = element("span", { class: "hidden", role: "status" });
  const copy = copyButton({
    words: strings,
    text: () => csvOf(payload.columns, shown()),
    tell: (text) => {
      said.textContent = text;
    },
    place: (field) => bar.after(field),
  });
  const filter = element("input", {
    type: "search",
    placeholder: strings.filter,
    "aria-label": strings.filter,
    value: settings.filter,
    "data-key": "filter",
    input: () => choose({ filter: filter.value }),
  });
  const canFilter = rows.length > filtered;
  const bar = element("div", { class: "bar" }, canFilter ? filter : undefined, count, copy, said);
  const scroll = scrollRegion(table.element, label);

  function choose(change: Partial<TableSettings>): void {
    settings = { ...settings, ...change };
    show();
    changed(settings);
  }

  function show(): void {
    const { sort } = settings;
    const wanted = canFilter ? settings.filter.trim().toLocaleLowerCase(locale) : "";
    const all = sort ? sorted(rows, sort, locale) : rows.map((_, i) => i);
    if (wanted) haystacks ??= searchable(rows, locale);
    order = wanted ? all.filter((index) => haystacks?.[index].includes(wanted)) : all;
    table.show(order, sort);
    count.textContent = wanted ? strings.matching(order.length, rows.length) : strings.rows(rows.length);
  }

  show();
  const note = (text: string) => element("p", { class: "note" }, text);
  const root = element(
    "div",
    { class: "root", lang: locale },
    caption ? element("p", { class: "caption", id: captionId }, caption) : undefined,
    // A bar that is typed into must not move with what it filters.
    canFilter ? bar : undefined,
    scroll,
    canFilter || rows.length === 0 ? undefined : bar,
    total === 0 ? note(strings.empty) : undefined,
    total > rows.length ? note(strings.cut(rows.length, total)) : undefined,
    ...notes.map(note),
  );
  ownKeys(root);
  return root;
}
