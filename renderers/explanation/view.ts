import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import { signedNumber } from "../../kernel/payloads/number.ts";
import { element } from "../dom/element.ts";
import { ownKeys } from "../dom/ownKeys.ts";
import { css, type Palette, palettes } from "../shared/colors.ts";
import { type Cursor, cellAt } from "../shared/cursor.ts";
import { notesOf } from "../shared/heatmapNotes.ts";
import { subtitleOf } from "../shared/heatmapSubtitle.ts";
import { type Locale, type Sides, wordsIn } from "../shared/heatmapWords.ts";
import { inputWord, placeWords } from "../shared/layoutWords.ts";
import { sidesOf } from "../shared/mapMeaning.ts";
import type { EditorTheme } from "../vscode/theme.ts";
import { actions } from "./actions.ts";
import { agreementTable } from "./agreement.ts";
import { type Card, card } from "./card.ts";
import { classPicker } from "./classPicker.ts";
import { controls } from "./controls.ts";
import { gridOf } from "./grid.ts";
import { groupsOf } from "./groups.ts";
import { answered, headline } from "./head.ts";
import { type LegendEntry, legend, legendEntries } from "./legend.ts";
import { type Look, valueAt } from "./paint.ts";
import { parameterForm } from "./parameters.ts";
import { type PhotoCard, photoCard } from "./photoCard.ts";
import { planes } from "./planes.ts";
import { rowNames } from "./plot.ts";
import { scalesOf } from "./scales.ts";
import type { Settings } from "./settings.ts";
import { smooth } from "./smooth.ts";
import type { StageEvents } from "./stage.ts";
import { stringsIn } from "./strings.ts";
import { readUnder } from "./under.ts";
import type { ViewMap } from "./viewMaps.ts";
import { showSlice, sliceOf } from "./volume.ts";
import { words } from "./words.ts";
import { mostScale, moved, partOf, showing, zoomed } from "./zoom.ts";

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

  const volume = maps.find((view) => view.volume);
  if (volume && settings.slice !== undefined) showSlice(maps, settings.slice);
  const groups = groupsOf(maps);
  const isPicture = ({ layout }: ViewMap) => layout.kind !== "series" && layout.kind !== "list";
  const most = mostScale(maps.filter(isPicture).flatMap(({ map, under }) => [map, under]));
  const valuesNow = () =>
    maps.map((view) => (isPicture(view) ? smooth(view.map, settings.smoothing) : view.map.values));
  /** A volume has one range of colors in all slices. */
  const whole = (values: readonly Float32Array[]) => values.map((own, i) => maps[i].volume?.map.values ?? own);
  const scalesNow = (values: readonly Float32Array[]) => ({
    values,
    ...scalesOf(maps, whole(values), settings.clip, settings.own),
  });
  let scaled = scalesNow(valuesNow());
  const { facts } = scalesOf(maps, whole(maps.map(({ map }) => map.values)), settings.clip, false);
  const panels = maps.map((view, i) => {
    const { told, map, meaning, title, layout } = view;
    const judged = { facts: facts[i], evidence: told.evidence, meaning, size: map.values.length };
    return {
      title,
      names: rowNames(maps[i], terms),
      // Which slice it is the slider says.
      subtitle: subtitleOf({ ...told, layout: view.volume ? undefined : layout }, meaning, labels, locale),
      notes: notesOf(judged, locale),
    };
  });
  /** What the reader does on one of them: `index` is the map that is spoken of. */
  const eventsOf = (index: number): StageEvents => ({
    cursor: () => settings.cursor,
    hover: (cursor) => {
      hovered = cursor;
      point();
    },
    pin: (cursor, byKeyboard) => {
      change({ cursor, ...(cursor && byKeyboard && { zoom: showing(settings.zoom, cursor) }) });
      if (byKeyboard) said.textContent = cursor ? spoken(cursor, index) : "";
    },
    zoom: isPicture(maps[index])
      ? (factor, place) => change({ zoom: zoomed(settings.zoom, factor, most, place) })
      : undefined,
    pan: (dy, dx) => change({ zoom: moved(settings.zoom, dy, dx) }),
    select: () => change({ selected: index }),
  });
  // Of many pictures only what is weak is said below each.
  const isBatch = groups.length > 1;
  const across = maps.map((view) => view.volume && planes(view, view.volume, strings));
  const cards: Card[] = maps.map((view, i) =>
    card({
      view,
      ...panels[i],
      notes: isBatch ? panels[i].notes.filter(({ warning }) => warning) : panels[i].notes,
      strings,
      words: terms,
      on: eventsOf(i),
      small: isBatch || maps.length > 6,
      below: across[i]?.element,
      more: formOf(view),
    }),
  );
  const photos = new Map<number, PhotoCard>();
  for (const { image, maps: own } of groups) {
    const [view] = own;
    if (!view.under.photo) continue;
    photos.set(image, photoCard(view, { answer: answerOf(own), named: isBatch, strings, on: eventsOf(view.index) }));
    // Decoded a moment later.
    void view.under.photo.ready.then(() => draw());
  }
  const { element: bar, readout } = controls(
    {
      settings,
      sides: sidesOfAll(maps),
      hasPhoto: photos.size > 0,
      hasGray: maps.some(({ under }) => under.photo?.color === false),
      hasSegments: maps.some(({ outlined }) => outlined !== undefined),
      sharesScale: new Set(maps.map(({ told }) => told.group)).size < maps.length,
      hasPixels: maps.some((view) => isPicture(view) && (view.under.photo || view.map.width > small)),
      slices: volume?.volume && {
        at: sliceOf(volume),
        of: volume.volume.map.depth,
        text: (at) => terms.slice(at, volume.volume?.map.depth ?? 1),
      },
      strings,
      change: (changes) => change(changes),
      zoom: (factor) => change({ zoom: zoomed(settings.zoom, factor, most, settings.cursor) }),
    },
    actions({
      strings,
      maps,
      clip: () => settings.clip,
      tell: (text) => {
        said.textContent = text;
      },
      place: (field) => bar.after(field),
      root,
      sheet: () => ({ groups, panels, cards, photos, columns: payload.columns, title: payload.title }),
      look: () => ({ ...theme, palette: paletteOf(theme), entries }),
    }),
  );

  /** What the model says of a picture, and how sure it is: `Egyptian cat`, `P = 0.385`. */
  function answerOf(own: readonly ViewMap[]): string[] {
    const answer = answered(own, labels, terms);
    if (!answer) return [];
    const [first] = answer.ranked;
    const [{ told }] = own;
    const expected = payload.expected?.[told.image];
    const isWrong = expected !== undefined && expected !== null && expected !== first;
    return [answer.nameOf(first), answer.textOf(first), ...(isWrong ? [strings.wrong(answer.nameOf(expected))] : [])];
  }

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

  function change(changes: Partial<Settings>): void {
    const before = settings;
    settings = { ...settings, ...changes };
    if (changes.slice !== undefined) showSlice(maps, changes.slice);
    if ("clip" in changes || "smoothing" in changes || "own" in changes || "slice" in changes) {
      scaled = scalesNow("smoothing" in changes || "slice" in changes ? valuesNow() : scaled.values);
    }
    if (drawn.some((name) => settings[name] !== before[name])) draw();
    if ("cursor" in changes || "slice" in changes) point();
    if (settings.selected !== before.selected) select();
    changed(settings);
  }

  function draw(): void {
    const palette = paletteOf(theme);
    const { scales, ranges, values } = scaled;
    const { sign, mode, overlay, zoom } = settings;
    const look = (view: ViewMap, i: number): Look => ({
      sign,
      mode: view.under.photo ? mode : "overlay",
      overlay,
      palette,
      part: isPicture(view) ? partOf(zoom) : partOf({ ...zoom, scale: 1 }),
      range: ranges[i],
      window: { level: settings.level, window: settings.window },
    });
    for (const [i, view] of maps.entries()) {
      cards[i].draw(values[i], look(view, i), { ownScale: settings.own, segments: settings.segments });
      across[i]?.draw(look(view, i));
    }
    for (const { image, maps: own } of groups) photos.get(image)?.draw(look(own[0], 0));
    entries = legendEntries(scales.values(), sign, palette, locale);
    scaleBars.replaceChildren(...legend(entries));
    root.classList.toggle("contrast", theme.highContrast);
    root.style.setProperty("--warning", css(palette.warning));
  }

  function point(): void {
    const cursor = hovered ?? settings.cursor;
    for (const each of cards) each.point(cursor);
    for (const each of across) each?.point(cursor);
    for (const each of photos.values()) each.point(cursor);
    if (!cursor) {
      readout.textContent = strings.point;
      return;
    }
    const { map, under, layout } = maps[settings.selected];
    const at = placeWords(layout, cellAt(map, cursor), terms);
    // What an item of a list is told as holds its value.
    if (layout.kind === "list") readout.replaceChildren(at);
    else
      readout.replaceChildren(
        `${at} · ${inputWord(layout, terms, under.photo)} `,
        element("b", {}, readUnder(under, cursor)),
      );
  }

  /** What a screen reader says of a cell: this map's value first, then the others'. */
  function spoken(cursor: Cursor, from: number): string {
    const { map, under, layout } = maps[from];
    const at = placeWords(layout, cellAt(map, cursor), terms);
    const input =
      layout.kind === "list" ? "" : `, ${inputWord(layout, terms, under.photo)} ${readUnder(under, cursor)}`;
    const order = [maps[from], ...maps.filter((_, i) => i !== from)].slice(0, 6);
    const values = order.map((each) => `${each.title} ${signedNumber(valueAt(each.map, cursor), 3)}`);
    return `${at}${input}: ${values.join(", ")}`;
  }

  function select(): void {
    why.tell(maps[settings.selected].told.text);
    for (const [i, each] of cards.entries()) each.select(cards.length > 1 && i === settings.selected);
  }

  const many = cards.length > 6;
  const grid = gridOf(
    groups.map(({ image, maps: own }) => ({
      // A photograph is named by the answer itself.
      hasPicture: photos.has(image),
      title: isBatch && !photos.has(image) ? answerOf(own).join(", ") : "",
      tiles: [photos.get(image), ...own.map(({ index }) => cards[index])].flatMap((tile) => tile?.element ?? []),
    })),
    payload.columns,
  );
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

/** Pixels across of a map on which each is seen as it is: nobody zooms or smooths it. */
const small = 40;

/** Settings on which the pictures depend. */
const drawn = [
  "overlay",
  "sign",
  "mode",
  "smoothing",
  "clip",
  "level",
  "window",
  "own",
  "segments",
  "zoom",
  "slice",
] as const;

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
