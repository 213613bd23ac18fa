import { escapeText } from "../../../renderers/shared/textWidth.ts";
import { axisTitle } from "../drawing/labels.ts";
import { plot } from "../drawing/plot.ts";
import { lowToHigh } from "../drawing/tones.ts";
import type { Model } from "../engine/model.ts";
import type { Rows } from "../explain/call/inputs.ts";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { principalPlane } from "../math/principalComponents.ts";
import { tellsClasses } from "../signature/classes.ts";
import { type Column, cellText, type Named } from "../signature/columns.ts";
import type { Inputs } from "../signature/Inputs.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { percent } from "../text/number.ts";
import { beginOutputCall, type OutputCall, type OutputOptions, outputNames } from "./askOutput.ts";
import { columnsOf, featureOf } from "./feature.ts";
import { figureWords } from "./figureWords.ts";

export interface DecisionBoundaryOptions extends OutputOptions {
  /** Points along each side (default 60). */
  resolution?: number;
  /** The row whose other columns the picture keeps, and which it marks: its number (default: the columns' means). */
  row?: number;
}

const decisionBoundaryNames = {
  ...outputNames,
  resolution: true,
  row: true,
} as const satisfies Names<DecisionBoundaryOptions>;

export interface DecisionBoundary extends Displayable {
  /** What runs along each side. */
  readonly axes: readonly [x: string, y: string];
  readonly grid: readonly [x: Float64Array, y: Float64Array];
  /** The answer at each point, `[y, x]` row-major. */
  readonly answers: Float32Array;
  /** Where each row of the data lies, `[rows, 2]`. */
  readonly points: Float64Array;
  /** The model's own answer to each row. */
  readonly own: Float32Array;
  readonly modelPasses: number;
}

/**
 * A cut through the model: its answer over two columns, all others held at one row (or at their means), or over the two
 * principal components; the line is where the answer is a half, and the rows of the data lie on it as points. A row's
 * point has its own answer's color: where it differs from the field around it, the other columns decide.
 *
 * Cost: `resolution`² forward passes, and one prediction.
 *
 * @param rows a table, or `[n, features]`.
 * @param features two columns by name or number, or `"pca"`.
 * @throws OptionError for columns that are not there, or not two; ShapeError for a table of one column.
 * @example
 * display(await decisionBoundary(model, table, ["age", "income"], { row: 3 }));
 * display(await decisionBoundary(model, table, "pca"));
 */
export async function decisionBoundary(
  model: Model,
  rows: Inputs & Named,
  features: readonly [string | number, string | number] | "pca",
  options: DecisionBoundaryOptions = {},
): Promise<DecisionBoundary> {
  checkNames("decisionBoundary()", decisionBoundaryNames, options);
  const { resolution = 60, row, ...common } = options;
  if (!(Number.isInteger(resolution) && resolution >= 2))
    throw new OptionError(say`resolution is ${resolution}: give at least 2`);
  const begun = await beginOutputCall("decisionBoundary", model, rows, common);
  const data = begun.call.rows;
  const { count, size, values: x } = data;
  if (size < 2) throw new ShapeError(say`a boundary in two dimensions needs two columns, but there is one`);
  if (row !== undefined && !(Number.isInteger(row) && row >= 0 && row < count)) {
    throw new OptionError(say`no row ${row}: there are ${count} (0–${count - 1})`);
  }
  const columns = columnsOf(data, size);
  const kept = row === undefined ? meansOf(data, columns) : Float64Array.from(x.subarray(row * size, (row + 1) * size));
  const cut = features === "pca" ? alongComponents(data, kept) : alongColumns(data, columns, features);

  const grid = [0, 1].map((side) => gridOf(cut.points, side, resolution, cut.steps[side])) as [
    Float64Array,
    Float64Array,
  ];
  const [across, up] = grid;
  const answers = await begun.ask(across.length * up.length, (index, buffer, offset) => {
    buffer.set(kept, offset);
    cut.write(across[index % across.length], up[Math.floor(index / across.length)], buffer, offset);
  });
  const found = { axes: cut.axes, grid, answers, points: cut.points, own: begun.own, modelPasses: begun.passes() };
  return { ...found, [displayKey]: () => figureOf(found, begun, cut.ticks, row)[displayKey]() };
}

/** Two directions through the data. */
interface Cut {
  readonly axes: readonly [string, string];
  readonly points: Float64Array;
  /** The places of a direction that has only some. */
  readonly steps: readonly (Float64Array | undefined)[];
  readonly ticks: readonly object[];
  /** Writes what a point of the cut is into a row that holds the rest. */
  write(x: number, y: number, buffer: Float32Array, offset: number): void;
}

function alongColumns(
  { values, count, size }: Rows,
  columns: readonly Column[],
  wanted: readonly (string | number)[],
): Cut {
  const places = wanted.map((feature) => featureOf(feature, columns));
  if (places.length !== 2 || places[0] === places[1]) throw new OptionError(say`give two different columns, or "pca"`);
  const own = places.map((place) => columns[place]);
  const codes = own.map(({ kind, categories }) =>
    kind === "categorical" ? Float64Array.from(categories ?? [], (_, code) => code) : undefined,
  );
  return {
    axes: [own[0].name, own[1].name],
    points: Float64Array.from({ length: 2 * count }, (_, i) => values[(i >> 1) * size + places[i & 1]]),
    steps: codes,
    ticks: own.map((column, side) => {
      const all = codes[side];
      return all ? { tickvals: [...all], ticktext: Array.from(all, (code) => escapeText(cellText(column, code))) } : {};
    }),
    write(x, y, buffer, offset) {
      buffer[offset + places[0]] = x;
      buffer[offset + places[1]] = y;
    },
  };
}

function alongComponents({ values, count, size }: Rows, kept: Float64Array): Cut {
  const { mean, scale, axes, shares } = principalPlane(values, count, size);
  const place = (row: ArrayLike<number>, start: number, axis: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += ((row[start + i] - mean[i]) / scale[i]) * axis[i];
    return sum;
  };
  const [a, b] = axes;
  const [x0, y0] = [place(kept, 0, a), place(kept, 0, b)];
  return {
    axes: [`component 1 (${percent(shares[0])} of the variance)`, `component 2 (${percent(shares[1])})`],
    points: Float64Array.from({ length: 2 * count }, (_, i) => place(values, (i >> 1) * size, i & 1 ? b : a)),
    steps: [undefined, undefined],
    ticks: [{}, {}],
    // What of the kept row lies beside the plane stays.
    write(x, y, buffer, offset) {
      for (let i = 0; i < size; i++) buffer[offset + i] = kept[i] + scale[i] * (a[i] * (x - x0) + b[i] * (y - y0));
    },
  };
}

/** Means; of categories the most frequent one, of whole numbers the nearest. */
function meansOf({ values, count, size }: Rows, columns: readonly Column[]): Float64Array {
  return Float64Array.from(columns, ({ kind }, column) => {
    const own = Array.from({ length: count }, (_, row) => values[row * size + column]);
    if (kind === "categorical") {
      const counts = new Map<number, number>();
      for (const value of own) counts.set(value, (counts.get(value) ?? 0) + 1);
      return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
    }
    const mean = own.reduce((sum, value) => sum + value, 0) / count;
    return kind === "integer" ? Math.round(mean) : mean;
  });
}

function gridOf(points: Float64Array, side: number, resolution: number, steps: Float64Array | undefined): Float64Array {
  if (steps) return steps;
  const own = points.filter((_, i) => (i & 1) === side);
  const [low, high] = own.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [own[0], own[0]]);
  const room = 0.05 * (high - low || 1);
  return Float64Array.from(
    { length: resolution },
    (_, i) => low - room + ((high - low + 2 * room) * i) / (resolution - 1),
  );
}

/** Points that are drawn, at most. */
const mostPoints = 1000;

function figureOf(
  { axes, grid: [x, y], answers, points, own }: Omit<DecisionBoundary, symbol>,
  { answer, call }: Pick<OutputCall, "answer" | "call">,
  ticks: readonly object[],
  row: number | undefined,
) {
  const words = figureWords();
  const z = Array.from(y, (_, j) => [...answers.subarray(j * x.length, (j + 1) * x.length)]);
  const named = ticks.some((own) => Object.keys(own).length > 0);
  const probabilities = call.output === "probability" && tellsClasses(call.runner.outputSpec);
  const range = probabilities ? { zmin: 0, zmax: 1 } : {};
  const field = { x: [...x], y: [...y], z, colorscale: lowToHigh, opacity: 0.55, hoverinfo: "skip", ...range };
  const step = Math.max(1, Math.ceil(own.length / mostPoints));
  const drawn = Array.from({ length: Math.ceil(own.length / step) }, (_, i) => i * step);
  const marked = row === undefined ? [] : [row];
  const [across, up] = axes.map(escapeText);
  const marks = (rows: readonly number[], marker: object, name: string) => ({
    type: "scatter",
    mode: "markers",
    name,
    x: rows.map((at) => points[2 * at]),
    y: rows.map((at) => points[2 * at + 1]),
    customdata: rows.map((at) => [at, own[at]]),
    hovertemplate: `${words.row("%{customdata[0]}")}<br>${across} %{x}<br>${up} %{y}<br>${escapeText(answer)} %{customdata[1]:.3f}<extra></extra>`,
    marker: {
      color: rows.map((at) => own[at]),
      colorscale: lowToHigh,
      ...(probabilities && { cmin: 0, cmax: 1 }),
      line: { width: 0.7, color: "rgba(255,255,255,0.9)" },
      ...marker,
    },
  });
  const colorbar = {
    title: { text: escapeText(answer), side: "right", font: { size: 12 } },
    thickness: 12,
    outlinewidth: 0,
  };
  const data = [
    { type: "heatmap", ...field, zsmooth: named ? false : "best", colorbar },
    // Between categories there is nothing, and so no line.
    ...(probabilities && !named
      ? [
          {
            ...field,
            type: "contour",
            opacity: 1,
            showscale: false,
            contours: { start: 0.5, end: 0.5, size: 1, coloring: "none" },
            line: { width: 2.5, color: "#555555" },
          },
        ]
      : []),
    marks(drawn, { size: 6 }, words.data),
    ...(marked.length > 0
      ? [marks(marked, { size: 14, symbol: "star", line: { width: 1.5, color: "#222222" } }, words.theRow)]
      : []),
  ];
  const axis = (title: string, side: number, grid: Float64Array) => ({
    automargin: true,
    zeroline: false,
    showgrid: false,
    title: axisTitle(title),
    ...(Object.keys(ticks[side]).length === 0 && { range: [grid[0], grid[grid.length - 1]] }),
    ...ticks[side],
  });
  const layout = {
    height: 440,
    margin: { l: 20, r: 20, t: 16, b: 50 },
    showlegend: false,
    hovermode: "closest",
    xaxis: axis(axes[0], 0, x),
    yaxis: axis(axes[1], 1, y),
  };
  const above = answers.filter((value) => value > 0.5).length / answers.length;
  const text = words.field(answer, axes, own.length, probabilities ? percent(above) : "");
  return plot(data, layout, { text });
}
