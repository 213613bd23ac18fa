import type { Axis } from "../../signature/axes.ts";
import type { Dimension } from "../graph/graph.ts";

/** What an axis of a value in a graph is: its batch axis too. */
export type GraphAxis = Axis | "batch";

/** What the axes of pictures, volumes and series are, the channels first or last. */
const placesBy: Readonly<Record<number, readonly GraphAxis[]>> = {
  1: ["step"],
  2: ["height", "width"],
  3: ["depth", "height", "width"],
};

/** The axes of what a convolution over `rank` − 2 axes takes; undefined where it is none that has names for them. */
export function convolved(rank: number, layout: "channelsFirst" | "channelsLast"): readonly GraphAxis[] | undefined {
  const places = placesBy[rank - 2];
  if (!places) return undefined;
  return layout === "channelsFirst" ? ["batch", "channel", ...places] : ["batch", ...places, "channel"];
}

/**
 * Which axes of a graph's values are of the same kind, and what those kinds are: operators say either, in any order, so
 * that what a late operator fixes is known of the early values too. What two operators contradict each other about is
 * unknown.
 */
export class AxisFacts {
  readonly #parents = new Map<string, string>();
  readonly #kinds = new Map<string, GraphAxis>();
  readonly #shapeOf: (value: string) => readonly Dimension[] | undefined;

  /** @param shapeOf a value with its batch axis; undefined where its rank is not known, and for constants. */
  constructor(shapeOf: (value: string) => readonly Dimension[] | undefined) {
    this.#shapeOf = shapeOf;
  }

  shape(value: string): readonly Dimension[] | undefined {
    return this.#shapeOf(value);
  }

  /** What every axis of a value is. */
  are(value: string, axes: readonly GraphAxis[] | undefined): void {
    if (!axes || this.shape(value)?.length !== axes.length) return;
    for (const [index, axis] of axes.entries()) if (axis !== "unknown") this.is(value, index, axis);
  }

  /** What one axis of a value is. */
  is(value: string, index: number, axis: GraphAxis): void {
    const root = this.#root(key(value, index));
    const known = this.#kinds.get(root);
    this.#kinds.set(root, known === undefined || known === axis ? axis : "unknown");
  }

  /** What every axis of a value is, as far as nothing else says it. */
  suggest(value: string, axes: readonly GraphAxis[]): void {
    if (this.shape(value)?.length !== axes.length) return;
    for (const [index, axis] of axes.entries()) {
      if (axis !== "unknown" && !this.#kinds.has(this.#root(key(value, index)))) this.is(value, index, axis);
    }
  }

  /** Two axes are of one kind. */
  same(a: string, i: number, b: string, j: number): void {
    const [first, second] = [this.#root(key(a, i)), this.#root(key(b, j))];
    if (first === second) return;
    const [kind, other] = [this.#kinds.get(first), this.#kinds.get(second)];
    this.#parents.set(second, first);
    const joined = kind === undefined || other === undefined || kind === other ? (kind ?? other) : "unknown";
    if (joined) this.#kinds.set(first, joined);
  }

  /** Axis by axis from the last, as arrays are broadcast: those of one length are of one kind. */
  alike(a: string, b: string): void {
    const [from, to] = [this.shape(a), this.shape(b)];
    if (!from || !to) return;
    for (let back = 1; back <= Math.min(from.length, to.length); back++) {
      const [i, j] = [from.length - back, to.length - back];
      if (from[i] !== undefined && from[i] === to[j]) this.same(a, i, b, j);
    }
  }

  /** Axis by axis, whatever their lengths: what is padded, cut, joined or resized. */
  along(a: string, b: string): void {
    const [from, to] = [this.shape(a), this.shape(b)];
    if (!from || from.length !== to?.length) return;
    for (const axis of from.keys()) this.same(a, axis, b, axis);
  }

  /** Axis `i` of `b` is axis `order[i]` of `a`. */
  permuted(a: string, b: string, order: readonly number[]): void {
    const [from, to] = [this.shape(a), this.shape(b)];
    if (from?.length !== order.length || to?.length !== order.length) return;
    for (const [to, axis] of order.entries()) this.same(a, axis, b, to);
  }

  /** The same numbers in another shape: axes that neither were joined nor split stay what they were. */
  reshaped(a: string, b: string): void {
    const [from, to] = [this.shape(a), this.shape(b)];
    if (!from || !to) return;
    for (const [i, j] of keptAxes(from, to)) this.same(a, i, b, j);
  }

  /** What the axes of a value are, without the batch; `unknown` where nobody says it. */
  of(value: string): readonly Axis[] {
    const shape = this.shape(value) ?? [];
    return shape.slice(1).map((_, index) => {
      const kind = this.#kinds.get(this.#root(key(value, index + 1)));
      return kind === undefined || kind === "batch" ? "unknown" : kind;
    });
  }

  #root(start: string): string {
    let at = start;
    for (let up = this.#parents.get(at); up !== undefined; up = this.#parents.get(at)) at = up;
    // The way is short the next time, from everywhere on it.
    for (let next = start; next !== at; ) {
      const up = this.#parents.get(next) ?? at;
      this.#parents.set(next, at);
      next = up;
    }
    return at;
  }
}

const key = (value: string, index: number) => `${index} ${value}`;

/** Pairs of axes, before and after, that a reshape leaves as they are. */
function keptAxes(from: readonly Dimension[], to: readonly Dimension[]): [number, number][] {
  const batch = from[0] !== undefined && from[0] === to[0] ? 1 : 0;
  const kept: [number, number][] = batch ? [[0, 0]] : [];
  const axesOf = (shape: readonly Dimension[]) => [...shape.keys()].slice(batch);
  const isOne = (shape: readonly Dimension[]) => axesOf(shape).filter((axis) => shape[axis] === 1);
  const others = (shape: readonly Dimension[]) => axesOf(shape).filter((axis) => shape[axis] !== 1);
  const [left, right] = [others(from), others(to)];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const [a, b] = [from[left[i]], to[right[j]]];
    if (a !== undefined && a === b) {
      kept.push([left[i++], right[j++]]);
      continue;
    }
    if (typeof a !== "number" || typeof b !== "number") break;
    let [before, after] = [a, b];
    i++;
    j++;
    while (before !== after) {
      const next = before < after ? from[left[i++]] : to[right[j++]];
      if (typeof next !== "number") return kept;
      if (before < after) before *= next;
      else after *= next;
    }
  }
  const [ones, onesAfter] = [isOne(from), isOne(to)];
  if (ones.length === 1 && onesAfter.length === 1) kept.push([ones[0], onesAfter[0]]);
  return kept;
}
