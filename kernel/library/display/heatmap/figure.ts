import { css, inkScale, palettes } from "../../../../renderers/shared/colors.ts";
import { heatmapLayout } from "../../../../renderers/shared/heatmapLayout.ts";
import { inputWord, namesOf } from "../../../../renderers/shared/layoutWords.ts";
import { escapeText } from "../../../../renderers/shared/textWidth.ts";
import type { HeatmapMeta } from "../../../../renderers/shared/theme.ts";
import { toUnit } from "../../../../renderers/shared/toUnit.ts";
import { encodeArray } from "../../../payloads/arraySpec.ts";
import type { Figure, Trace } from "../../../payloads/figure.ts";
import { luminance } from "../../drawing/image.ts";
import { type Locale, wordsIn } from "../../text/words.ts";
import type { HeatMap } from "./maps.ts";
import type { Panel } from "./panels.ts";
import { rounded } from "./rounded.ts";

/** One Plotly figure: for each map the picture under it, the map, and, where there are any, its NaN and infinite values. */
export function heatmapFigure(panels: readonly Panel[], columns: number, locale: Locale, title?: string): Figure {
  const frames = panels.map(({ frame }) => frame);
  const { layout, colorAxes } = heatmapLayout(frames, columns, palettes.light, title);
  const meta: HeatmapMeta = { glassbook: "heatmap", frames, columns, ...(title !== undefined && { title }) };
  return {
    data: panels.flatMap(({ map }, index) => traces(map, index, colorAxes[index] ?? "coloraxis", locale)),
    layout: { ...layout, meta },
    config: { displaylogo: false, showSendToCloud: false },
  };
}

function traces(map: HeatMap, index: number, coloraxis: string, locale: Locale): Trace[] {
  const words = wordsIn(locale);
  const { image, values, height, width } = map;
  const n = index === 0 ? "" : String(index + 1);
  const place = { type: "heatmap", xaxis: `x${n}`, yaxis: `y${n}` };
  const gray = luminance(image);
  const under: Trace = {
    ...place,
    z: encodeArray(
      Uint8Array.from(toUnit(gray), (ink) => Math.round(255 * ink)),
      [image.height, image.width],
    ),
    zmin: 0,
    zmax: 255,
    colorscale: inkScale(palettes.light),
    showscale: false,
    hoverinfo: "skip",
    meta: { role: "ink" },
    ...over(image.height, image.width, height, width),
  };
  const sameGrid = image.height === height && image.width === width;
  const { layout } = map;
  const signs = map.meaning.signed ? "+" : "";
  if (layout.kind === "list") return [bars(map, layout.items, place, coloraxis, words.value)];
  const strip = layout.kind === "series";
  const position = strip ? words.stepAt("%{x}", "%{text}") : "(%{y}, %{x})";
  const ink = sameGrid ? `<br>${inputWord(layout, words)} %{customdata:.4~g}` : "";
  const shown: Trace = {
    ...place,
    z: encodeArray(Float32Array.from(values, rounded), [height, width]),
    ...(sameGrid && { customdata: encodeArray(Float32Array.from(gray, rounded), [height, width]) }),
    coloraxis,
    ...(strip && { text: namesOf(layout, height, words).map((name) => Array<string>(width).fill(escapeText(name))) }),
    hovertemplate: `${position}${ink}<br>${words.value} %{z:${signs}.4~g}<extra></extra>`,
    meta: { role: "map", map: index },
  };
  const odd = invalidTrace(map);
  // The numbers of a series are no ink.
  if (strip) return odd ? [shown, { ...place, ...odd }] : [shown];
  return odd
    ? [under, shown, { ...place, ...odd, hovertemplate: `${position}<br>${words.value} %{text}<extra></extra>` }]
    : [under, shown];
}

/** A row of features: a bar for each, in the colors of the map. */
function bars(
  { values, image, meaning }: HeatMap,
  items: readonly string[],
  place: object,
  coloraxis: string,
  value: string,
): Trace {
  const shown = Array.from(values, rounded);
  return {
    ...place,
    type: "bar",
    orientation: "h",
    x: shown,
    y: [...items.keys()],
    customdata: items.map((name, i) => [escapeText(name), rounded(image.values[i] ?? Number.NaN)]),
    marker: { color: shown, coloraxis },
    hovertemplate: `%{customdata[0]}<br>${value} %{x:${meaning.signed ? "+" : ""}.4~g}<extra></extra>`,
    meta: { role: "map" },
  };
}

/** Puts a picture of another size under the map's grid. */
function over(height: number, width: number, rows: number, columns: number): Trace {
  if (height === rows && width === columns) return {};
  const dx = columns / width;
  const dy = rows / height;
  return { x0: -0.5 + dx / 2, dx, y0: -0.5 + dy / 2, dy };
}

function invalidTrace({ values, height, width }: HeatMap): Trace | undefined {
  if (values.every(Number.isFinite)) return undefined;
  const row = <T>(y: number, of: (value: number) => T) => Array.from(values.subarray(y * width, (y + 1) * width), of);
  const rows = <T>(of: (value: number) => T) => Array.from({ length: height }, (_, y) => row(y, of));
  return {
    z: encodeArray(
      Float32Array.from(values, (value) => (Number.isFinite(value) ? Number.NaN : 1)),
      [height, width],
    ),
    text: rows((value) => (Number.isFinite(value) ? "" : String(value))),
    hoverongaps: false,
    zmin: 0,
    zmax: 1,
    showscale: false,
    colorscale: [
      [0, css(palettes.light.invalid)],
      [1, css(palettes.light.invalid)],
    ],
    meta: { role: "invalid" },
  };
}
