import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import { number, signedNumber } from "../../kernel/payloads/number.ts";
import { copyButton } from "../dom/copyButton.ts";
import { element } from "../dom/element.ts";
import { ownKeys } from "../dom/ownKeys.ts";
import { saveFile } from "../dom/save.ts";
import { css, type Palette, palettes } from "../shared/colors.ts";
import { type Cursor, cellAt } from "../shared/cursor.ts";
import { notesOf } from "../shared/heatmapNotes.ts";
import { subtitleOf } from "../shared/heatmapSubtitle.ts";
import { type Locale, type Sides, wordsIn } from "../shared/heatmapWords.ts";
import { inputWord, placeWords } from "../shared/layoutWords.ts";
import { sidesOf } from "../shared/mapMeaning.ts";
import type { EditorTheme } from "../vscode/theme.ts";
import { agreementTable } from "./agreement.ts";
import { type Card, card } from "./card.ts";
import { classPicker } from "./classPicker.ts";
import { codeOf } from "./code.ts";
import { controls } from "./controls.ts";
import { csvOf } from "./csv.ts";
import { headline } from "./head.ts";
import { type LegendEntry, legend, legendEntries } from "./legend.ts";
import { valueAt } from "./paint.ts";
import { parameterForm } from "./parameters.ts";
import { type Panel, pictureOf } from "./picture.ts";
import { rowNames } from "./plot.ts";
import { scalesOf } from "./scales.ts";
import type { Settings } from "./settings.ts";
import { stringsIn } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";
import { words } from "./words.ts";

export interface ViewOptions {
  payload: ExplanationPayload;
  maps: readonly ViewMap[];
  settings: Settings;
  locale: Locale;
  theme: EditorTheme;
  /** Which parameter forms are open, by source. */
  open: Set<number>;
  /** Asks the kernel; absent where none can be asked. */
  ask?: { target(target: number): void; options(source: number, options: Record<string, unknown>): void } | undefined;
  /** A setting changed; the view has drawn it already. */
  changed(settings: Settings): void;
}

export interface View {
  readonly element: HTMLElement;
  /** Where it stands with the kernel. */
  readonly status: HTMLElement;
  /** Draws everything in another theme. */
  theme(theme: EditorTheme): void;
  /** Marks the maps that are being computed. */
  computing(which: (map: ViewMap) => boolean): void;
}

/** The explanation view: builds the page once, then draws on it what the reader changes. */
export function explanationView({ payload, maps, locale, open, ask, changed, ...given }: ViewOptions): View {
  const strings = stringsIn(locale);
  const terms = wordsIn(locale);
  const labels = payload.labels ?? [];
  const root = element("div", {
    class: "root",
    lang: locale,
    role: "region",
    "aria-label": payload.title ?? strings.view,
  });
  const status = element("div", { class: "status" });
  const said = element("div", { class: "hidden", role: "status" });
  const why = words(strings);
  const scaleBars = element("div", { class: "scales", role: "group", "aria-label": strings.scale });
  let { settings, theme } = given;
  let hovered: Cursor | undefined;
  let entries: LegendEntry[] = [];

  let scaled = { clip: settings.clip, ...scalesOf(maps, settings.clip) };
  const panels = maps.map(({ told, map, meaning, title, layout }, i): Omit<Panel, "canvas"> => {
    const judged = { facts: scaled.facts[i], evidence: told.evidence, meaning, size: map.values.length };
    return {
      title,
      names: rowNames(maps[i], terms),
      subtitle: subtitleOf({ ...told, layout }, meaning, labels, locale),
      notes: notesOf(judged, locale),
    };
  });
  const cards: Card[] = maps.map((view, i) =>
    card({
      view,
      ...panels[i],
      strings,
      words: terms,
      cursor: () => settings.cursor,
      hover: (cursor) => {
        hovered = cursor;
        point();
      },
      pin: (cursor, byKeyboard) => {
        change({ cursor });
        if (byKeyboard) said.textContent = cursor ? spoken(cursor, i) : "";
      },
      select: () => change({ selected: i }),
      more: formOf(view),
    }),
  );
  const { element: bar, readout } = controls(
    settings,
    sidesOfAll(maps),
    strings,
    (change_) => change(change_),
    actions(),
  );

  function formOf({ told, index }: ViewMap): HTMLElement | undefined {
    const source = told.source ?? -1;
    const parameters = payload.live?.sources[source]?.parameters ?? [];
    // An explanation of many maps has one form, on its first.
    const first = maps.findIndex((other) => other.told.source === source) === index;
    if (!ask || !first || parameters.length === 0) return undefined;
    return parameterForm(parameters, `source-${source}`, open.has(source), strings, {
      ask: (options) => ask.options(source, options),
      toggle: (isOpen) => void (isOpen ? open.add(source) : open.delete(source)),
    });
  }

  function actions(): HTMLElement {
    const button = (text: string, key: string, click: () => void) =>
      element("button", { type: "button", class: "link", "data-key": key, click }, text);
    const copy = copyButton({
      words: strings,
      text: () => codeOf(maps, settings.clip),
      tell: (text) => {
        said.textContent = text;
      },
      place: (field) => bar.after(field),
    });
    const png = button(strings.png, "png", async () => {
      const all = panels.map((panel, i) => ({ ...panel, canvas: cards[i].canvas }));
      const look = { ...theme, palette: paletteOf(theme), entries, title: payload.title };
      const picture = pictureOf(all, payload.columns, look);
      saveFile("explanation.png", await picture, root);
    });
    const csv = button(strings.csv, "csv", () =>
      saveFile("explanation.csv", new Blob([csvOf(maps)], { type: "text/csv" }), root),
    );
    return element("div", { class: "actions", role: "group", "aria-label": strings.actions }, copy, png, csv);
  }

  function change(changes: Partial<Settings>): void {
    const before = settings;
    settings = { ...settings, ...changes };
    if ("overlay" in changes || "sign" in changes || "clip" in changes) draw();
    if ("cursor" in changes) point();
    if (settings.selected !== before.selected) select();
    changed(settings);
  }

  function draw(): void {
    const palette = paletteOf(theme);
    if (settings.clip !== scaled.clip) scaled = { clip: settings.clip, ...scalesOf(maps, settings.clip) };
    const { scales } = scaled;
    const { sign, overlay } = settings;
    for (const [i, { told }] of maps.entries()) {
      cards[i].draw({ sign, overlay, palette, range: scales.get(told.group)?.range ?? 1 });
    }
    entries = legendEntries(scales.values(), sign, palette, locale);
    scaleBars.replaceChildren(...legend(entries));
    root.classList.toggle("contrast", theme.highContrast);
    root.style.setProperty("--warning", css(palette.warning));
  }

  function point(): void {
    const cursor = hovered ?? settings.cursor;
    for (const each of cards) each.point(cursor);
    if (!cursor) {
      readout.textContent = strings.point;
      return;
    }
    const { map, image, layout } = maps[settings.selected];
    const at = placeWords(layout, cellAt(map, cursor), terms);
    // What an item of a list is told as holds its value.
    if (layout.kind === "list") readout.replaceChildren(at);
    else
      readout.replaceChildren(
        `${at} · ${inputWord(layout, terms)} `,
        element("b", {}, number(valueAt(image, cursor), 3)),
      );
  }

  /** What a screen reader says of a cell: this map's value first, then the others'. */
  function spoken(cursor: Cursor, from: number): string {
    const { map, image, layout } = maps[from];
    const at = placeWords(layout, cellAt(map, cursor), terms);
    const input = layout.kind === "list" ? "" : `, ${inputWord(layout, terms)} ${number(valueAt(image, cursor), 3)}`;
    const order = [maps[from], ...maps.filter((_, i) => i !== from)].slice(0, 6);
    const values = order.map((each) => `${each.title} ${signedNumber(valueAt(each.map, cursor))}`);
    return `${at}${input}: ${values.join(", ")}`;
  }

  function select(): void {
    why.tell(maps[settings.selected].told.text);
    for (const [i, each] of cards.entries()) each.select(cards.length > 1 && i === settings.selected);
  }

  const columns = Math.max(1, Math.min(payload.columns, cards.length));
  const many = cards.length > 6;
  const grid = element("div", { class: many ? "grid many" : "grid" }, ...cards.map((each) => each.element));
  grid.style.maxWidth = many ? "1400px" : `${columns * 300}px`;
  // Below a wall of maps nobody would find them.
  const place = many ? { above: [scaleBars, bar], below: [] } : { above: [], below: [scaleBars, bar] };
  const parts = [
    payload.title === undefined ? undefined : element("p", { class: "title" }, payload.title),
    headline(maps, labels, terms, strings),
    why.element,
    classPicker({ maps, labels, words: terms, strings, pick: ask && ((target) => ask.target(target)) }),
    status,
    ...place.above,
    grid,
    ...place.below,
    payload.agreement && agreementTable(payload.agreement, strings),
    said,
  ];
  root.append(...parts.filter((part) => part !== undefined));
  ownKeys(root);
  draw();
  point();
  select();

  return {
    element: root,
    status,
    theme(next) {
      theme = next;
      draw();
    },
    computing(which) {
      for (const [i, each] of cards.entries()) {
        each.element.classList.toggle("computing", which(maps[i]));
        each.element.setAttribute("aria-busy", String(which(maps[i])));
      }
    },
  };
}

/** What the two sides of the signed maps are; of maps that differ in that, only their signs. */
function sidesOfAll(maps: readonly ViewMap[]): Sides | undefined {
  const all = new Set(maps.filter(({ meaning }) => meaning.signed).map(({ meaning }) => sidesOf(meaning)));
  return all.size > 1 ? "sign" : [...all][0];
}

function paletteOf({ scheme, highContrast }: EditorTheme): Palette {
  const palette = palettes[scheme];
  if (!highContrast || scheme === "light") return palette;
  return { ...palette, background: [0, 0, 0] };
}
