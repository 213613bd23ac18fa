/** A line of a chart: its points, in order; a gap where y is not finite. */
export interface Series {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
  color: string;
  /** Lines are told apart without their color too. */
  mark: "none" | "circle" | "diamond";
}

export interface ChartSpec {
  title: string;
  /** Where x ends; it begins at 0. */
  end: number;
  /** Where y begins and ends at least: it grows with the data. */
  bottom: number | undefined;
  top: number | undefined;
  series: readonly Series[];
  format(value: number): string;
  /** A point in words. */
  point(series: string, x: number, y: string): string;
  /** What a screen reader reads. */
  text: string;
}

const size = { width: 440, height: 190 };
const plot = { left: 48, right: 10, top: 24, bottom: 24 };

/** About `count` round numbers from `low` to `high`, ends included. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? rough;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

const svg = (name: string, attributes: Record<string, string | number>, ...children: (Node | string)[]) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
};

/** A small chart of lines. */
export function lineChart({ title, end, bottom, top, series, format, point, text }: ChartSpec): SVGElement {
  const values = series.flatMap(({ points }) => points.map(([, y]) => y)).filter(Number.isFinite);
  const marks = ticks(
    Math.min(bottom ?? Number.POSITIVE_INFINITY, ...values, top ?? 1),
    Math.max(top ?? 0, ...values, bottom ?? 0),
    4,
  );
  const [low, high] = [marks[0], marks[marks.length - 1]];
  const width = size.width - plot.left - plot.right;
  const height = size.height - plot.top - plot.bottom;
  const px = (x: number) => Number((plot.left + (width * x) / (end || 1)).toFixed(2));
  const py = (y: number) => Number((plot.top + height * (1 - (y - low) / (high - low || 1))).toFixed(2));
  const grid = marks.flatMap((y) => [
    svg("line", { class: "gridline", x1: plot.left, x2: size.width - plot.right, y1: py(y), y2: py(y) }),
    svg("text", { x: plot.left - 6, y: py(y) + 4, "text-anchor": "end" }, format(y)),
  ]);
  const room = Math.floor(width / (7 * String(Math.ceil(end)).length + 12));
  const epochs = ticks(0, end, Math.min(10, room)).filter((x) => x <= end && Number.isInteger(x));
  const below = epochs.map((x) => svg("text", { x: px(x), y: size.height - 6, "text-anchor": "middle" }, String(x)));
  const lines = series.flatMap(({ points, color, mark, name }) => [
    svg("path", {
      d: pathOf(points, px, py),
      fill: "none",
      stroke: color,
      "stroke-width": mark === "none" ? 1 : 2,
      opacity: mark === "none" ? 0.6 : 1,
    }),
    ...(mark === "none"
      ? []
      : points
          .filter(([, y]) => Number.isFinite(y))
          .map(([x, y]) => dot(mark, px(x), py(y), color, point(name, x, format(y))))),
  ]);
  return svg(
    "svg",
    { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", "aria-label": text },
    svg("text", { class: "charttitle", x: plot.left, y: 14 }, title),
    ...grid,
    ...below,
    ...lines,
  );
}

function pathOf(points: Series["points"], px: (x: number) => number, py: (y: number) => number): string {
  let pen = "M";
  let path = "";
  for (const [x, y] of points) {
    if (Number.isFinite(y)) path += `${pen}${px(x)} ${py(y)}`;
    pen = Number.isFinite(y) ? "L" : "M";
  }
  return path;
}

function dot(mark: "circle" | "diamond", x: number, y: number, fill: string, title: string): SVGElement {
  const told = svg("title", {}, title);
  if (mark === "circle") return svg("circle", { cx: x, cy: y, r: 3.2, fill }, told);
  return svg("path", { d: `M${x} ${y - 4.4}L${x + 4.4} ${y}L${x} ${y + 4.4}L${x - 4.4} ${y}Z`, fill }, told);
}
