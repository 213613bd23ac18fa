import { element } from "../dom/element.ts";
import { fill } from "../dom/fill.ts";
import { uniqueId } from "../dom/uniqueId.ts";
import type { Sides } from "../shared/heatmapWords.ts";
import type { Sign } from "./paint.ts";
import type { Settings } from "./settings.ts";
import type { Strings } from "./strings.ts";

export interface Controls {
  readonly element: HTMLElement;
  /** Where the cursor is, in words. */
  readonly readout: HTMLElement;
}

/** Percentiles on offer: what a slider would make hard to hit. */
const clips = [100, 99.9, 99, 98, 95, 90, 80];

/**
 * How the maps are drawn: overlay, sign and clip.
 *
 * @param sides of the signed maps; undefined where there are none.
 */
export function controls(
  settings: Settings,
  sides: Sides | undefined,
  strings: Strings,
  change: (settings: Partial<Settings>) => void,
  ...actions: HTMLElement[]
): Controls {
  const overlayText = (overlay: number) =>
    strings.overlayIs(Math.round(100 * Math.min(1, 2 * (1 - overlay))), Math.round(100 * Math.min(1, 2 * overlay)));
  const slider = element("input", {
    type: "range",
    min: 0,
    max: 100,
    step: 5,
    value: Math.round(100 * settings.overlay),
    "aria-label": strings.overlay,
    "aria-valuetext": overlayText(settings.overlay),
    title: overlayText(settings.overlay),
    "data-key": "overlay",
    input: () => {
      const overlay = Number(slider.value) / 100;
      slider.setAttribute("aria-valuetext", overlayText(overlay));
      slider.title = overlayText(overlay);
      fill(slider);
      change({ overlay });
    },
  });
  fill(slider);
  const group = `sign-${uniqueId()}`;
  const [negative, positive] = strings.sides[sides ?? "sign"];
  const names: Record<Sign, string> = { all: strings.all, positive, negative, absolute: strings.absolute };
  const signs = (Object.keys(names) as Sign[]).map((sign) =>
    element(
      "label",
      {},
      element("input", {
        type: "radio",
        name: group,
        value: sign,
        checked: sign === settings.sign,
        "data-key": `sign-${sign}`,
        change: () => change({ sign }),
      }),
      element("span", {}, names[sign]),
    ),
  );
  const offered = [...new Set([...clips, settings.clip])].sort((a, b) => b - a);
  const clip = element(
    "select",
    {
      "aria-label": strings.clip,
      title: strings.clipIs(settings.clip),
      "data-key": "clip",
      change: () => {
        clip.title = strings.clipIs(Number(clip.value));
        change({ clip: Number(clip.value) });
      },
    },
    ...offered.map((value) => element("option", { value, selected: value === settings.clip }, `${value}%`)),
  );
  const readout = element("span", { class: "readout dim" }, strings.point);
  const made = element(
    "div",
    { class: "controls", role: "group", "aria-label": strings.controls },
    element("label", {}, strings.overlay, slider),
    ...(sides
      ? [element("fieldset", { class: "segments" }, element("legend", { class: "hidden" }, strings.sign), ...signs)]
      : []),
    element("label", {}, strings.clip, clip),
    readout,
    element("span", { class: "grow" }),
    ...actions,
  );
  return { element: made, readout };
}
