import type { PixelScale } from "../../signature/pixelScale.ts";
import type { Constant, Graph, GraphNode } from "../graph/graph.ts";

/** An arithmetic operator with a constant, and which axis of the input each axis of the value is. */
export interface ScaleStep {
  readonly op: string;
  readonly constant: Constant;
  readonly axes: readonly number[];
}

/** The step that a node is: its other operand is a constant. Undefined for anything else. */
export function scaleStepOf(
  graph: Graph,
  node: GraphNode,
  place: number,
  axes: readonly number[],
): ScaleStep | undefined {
  const isOne = ["Add", "Mul"].includes(node.op) || (["Sub", "Div"].includes(node.op) && place === 0);
  if (!isOne || node.domain !== "") return undefined;
  const constant = graph.constants.get(node.inputs[1 - place] ?? "");
  return constant && { op: node.op, constant, axes };
}

/** The steps as one, for each channel; undefined where a constant is not one number, or one for each channel. */
export function scaleOf(steps: readonly ScaleStep[], channelAxis: number, channels: number): PixelScale | undefined {
  const scale = new Array<number>(channels).fill(1);
  const offset = new Array<number>(channels).fill(0);
  for (const step of steps) {
    const values = perChannel(step, channelAxis, channels);
    if (!values) return undefined;
    for (const [c, value] of values.entries()) {
      if (step.op === "Add") offset[c] += value;
      if (step.op === "Sub") offset[c] -= value;
      const factor = step.op === "Mul" ? value : step.op === "Div" ? 1 / value : 1;
      scale[c] *= factor;
      offset[c] *= factor;
    }
  }
  return { scale, offset };
}

function perChannel({ constant, axes }: ScaleStep, channelAxis: number, channels: number): number[] | undefined {
  const values = Array.from(constant.data as ArrayLike<number | bigint>, Number);
  if (constant.type === "float16" || !values.every(Number.isFinite)) return undefined;
  if (values.length === 1) return new Array<number>(channels).fill(values[0]);
  // Constants are broadcast from the last axis on.
  const behind = axes.length - axes.indexOf(channelAxis);
  const isChannel = constant.shape.at(-behind) === channels && values.length === channels;
  return isChannel ? values : undefined;
}
