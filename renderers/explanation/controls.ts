import { element } from "../dom/element.ts";
import { radios } from "../dom/radios.ts";
import { slider } from "../dom/slider.ts";
import type { Sides } from "../shared/heatmapWords.ts";
import type { Mode, Sign } from "./paint.ts";
import { mostSmoothing, type Settings } from "./settings.ts";
import type { Strings } from "./strings.ts";

export interface Controls {
  readonly element: HTMLElement;
  /** Where the cursor is, in words. */
  readonly readout: HTMLElement;
}

/** Percentiles on offer: what a slider would make hard to hit. */
const clips = [100, 99.9, 99, 98, 95, 90, 80];

export interface ControlsOptions {
  settings: Settings;
  /** Of the signed maps; undefined where there are none. */
  sides: Sides | undefined;
  /** Whether maps lie over photographs. */
  hasPhoto: boolean;
  /** Whether there are gray pictures: their brightness can be chosen. */
  hasGray: boolean;
  /** Whether there are segments to be outlined. */
  hasSegments: boolean;
  /** Whether several maps share a scale. */
  sharesScale: boolean;
  /** Whether maps have rows and columns of pixels: they can be smoothed. */
  hasPixels: boolean;
  /** Of volumes: the slice that is shown, of how many, and what it is called. */
  slices?: { at: number; of: number; text(at: number): string } | undefined;
  strings: Strings;
  change(settings: Partial<Settings>): void;
  /** Enlarges; 0 shows all. */
  zoom(factor: number): void;
}

/** How the maps are drawn. */
export function controls(options: ControlsOptions, ...actions: HTMLElement[]): Controls {
  const { settings, sides, hasPhoto, hasPixels, hasSegments, sharesScale, strings, change } = options;
  const overlayText = (percent: number) =>
    strings.overlayIs(Math.min(100, 2 * (100 - percent)), Math.min(100, 2 * percent));
  const overlay = slider({
    label: strings.overlay,
    key: "overlay",
    min: 0,
    max: 100,
    step: 5,
    value: Math.round(100 * settings.overlay),
    text: overlayText,
    change: (percent) => change({ overlay: percent / 100 }),
  });
  const modes: Record<Mode, string> = { overlay: strings.over, alone: strings.beside, top: strings.top };
  const mode = radios({
    label: strings.mode,
    key: "mode",
    choices: modes,
    value: settings.mode,
    change: (mode) => {
      overlay.hidden = mode !== "overlay";
      change({ mode });
    },
  });
  overlay.hidden = hasPhoto && settings.mode !== "overlay";
  const [negative, positive] = strings.sides[sides ?? "sign"];
  const signs: Record<Sign, string> = { all: strings.all, positive, negative, absolute: strings.absolute };
  const sign = radios({
    label: strings.sign,
    key: "sign",
    choices: signs,
    value: settings.sign,
    change: (sign) => change({ sign }),
  });
  const smoothing = slider({
    label: strings.smoothing,
    key: "smoothing",
    min: 0,
    max: mostSmoothing,
    step: 0.5,
    value: settings.smoothing,
    text: strings.smoothingIs,
    title: strings.smoothingHelp,
    change: (smoothing) => change({ smoothing }),
  });
  const readout = element("span", { class: "readout dim" }, strings.point);
  const made = element(
    "div",
    { class: "controls", role: "group", "aria-label": strings.controls },
    sliceSlider(options),
    hasPhoto ? mode : undefined,
    overlay,
    sides ? sign : undefined,
    percentile(options),
    sharesScale ? box(options, "own", strings.own, strings.ownHelp) : undefined,
    hasSegments ? box(options, "segments", strings.regions, strings.regionsHelp) : undefined,
    hasPixels ? smoothing : undefined,
    ...(options.hasGray ? grays(options) : []),
    hasPixels ? zoomButtons(options) : undefined,
    readout,
    element("span", { class: "grow" }),
    ...actions,
  );
  return { element: made, readout };
}

/** The slice is said beside its slider: it is not drawn on the map. */
function sliceSlider({ slices, strings, change }: ControlsOptions): HTMLElement | undefined {
  if (!slices || slices.of < 2) return undefined;
  const shown = element("span", { class: "dim" }, slices.text(slices.at));
  const made = slider({
    label: strings.slice,
    key: "slice",
    min: 0,
    max: slices.of - 1,
    step: 1,
    value: slices.at,
    text: slices.text,
    change: (slice) => {
      shown.textContent = slices.text(slice);
      change({ slice });
    },
  });
  made.append(shown);
  return made;
}

function percentile({ settings, strings, change }: ControlsOptions): HTMLElement {
  const offered = [...new Set([...clips, settings.clip])].sort((a, b) => b - a);
  const select = element(
    "select",
    {
      "aria-label": strings.clip,
      title: strings.clipIs(settings.clip),
      "data-key": "clip",
      change: () => {
        select.title = strings.clipIs(Number(select.value));
        change({ clip: Number(select.value) });
      },
    },
    ...offered.map((value) => element("option", { value, selected: value === settings.clip }, `${value}%`)),
  );
  return element("label", {}, strings.clip, select);
}

/** Which grays are seen: as radiologists choose them. */
function grays({ settings, strings, change }: ControlsOptions): HTMLElement[] {
  const common = { step: 1, text: (value: number) => String(value) };
  const { window, level } = settings;
  return [
    slider({
      ...common,
      ...{ label: strings.window, key: "window", min: 1, max: 256, value: window, title: strings.windowHelp },
      change: (window) => change({ window }),
    }),
    slider({
      ...common,
      ...{ label: strings.level, key: "level", min: 0, max: 255, value: level, title: strings.levelHelp },
      change: (level) => change({ level }),
    }),
  ];
}

/** A setting that is on or off. */
function box(
  { settings, change }: ControlsOptions,
  key: "own" | "segments",
  label: string,
  title: string,
): HTMLElement {
  const input = element("input", {
    type: "checkbox",
    checked: settings[key],
    "data-key": key,
    change: () => change({ [key]: input.checked }),
  });
  return element("label", { title }, input, ` ${label}`);
}

function zoomButtons({ strings, zoom }: ControlsOptions): HTMLElement {
  const button = (text: string, label: string, key: string, factor: number) =>
    element(
      "button",
      {
        type: "button",
        class: "button",
        "aria-label": label,
        title: label,
        "data-key": key,
        click: () => zoom(factor),
      },
      text,
    );
  return element(
    "span",
    { class: "zoom", role: "group", "aria-label": strings.zoom },
    button("−", strings.zoomOut, "zoom-out", 1 / 1.5),
    button("+", strings.zoomIn, "zoom-in", 1.5),
    button("⤢", strings.zoomAll, "zoom-all", 0),
  );
}
