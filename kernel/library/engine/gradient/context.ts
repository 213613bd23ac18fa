import { GradientNotFoundError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { int64 } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Constant, DataType, Graph, GraphNode, ValueInfo } from "../graph/graph.ts";
import type { GradientContext, GradientRule, InputGradients } from "./GradientRule.ts";
import type { GradientOptions } from "./gradientGraph.ts";
import { standardRules } from "./rules/index.ts";

export const useInstead = () =>
  say`use a perturbation method instead (Occlusion, KernelShap, Lime), which needs no gradient`;

/** What the contexts of one sweep share. */
export interface SweepState {
  readonly graph: Graph;
  readonly builder: GraphBuilder;
  readonly opset: number;
  readonly values: ReadonlyMap<string, ValueInfo>;
  readonly wanted: ReadonlySet<string>;
  readonly options: GradientOptions;
  readonly producers: ReadonlyMap<string, GraphNode>;
  readonly isSteep: boolean;
}

export function info(values: ReadonlyMap<string, ValueInfo>, name: string): ValueInfo {
  return values.get(name) ?? { name, type: "float32", shape: undefined };
}

/** Looks the rule up by the operator's name. */
export const standardRule: GradientRule = (context) => {
  const { node } = context;
  const rule = node.domain === "" ? standardRules[node.op] : undefined;
  if (!rule) throw context.noGradient(say`this operator has no gradient rule`);
  return rule(context);
};

export function contextOf(
  node: GraphNode,
  outputGradients: readonly (string | undefined)[],
  state: SweepState,
): GradientContext {
  const { builder, opset, values, wanted } = state;
  const prefix = `gradient/${node.outputs.find((output) => output !== "") ?? node.name}`;
  const context: GradientContext = {
    node,
    outputGradients,
    opset,
    isSteep: state.isSteep,
    needs: (index) => wanted.has(node.inputs[index] ?? ""),
    shape: (value) => info(values, value).shape,
    type: (value) => info(values, value).type,
    constant: (value) => state.graph.constants.get(value),
    producer: (value) => state.producers.get(value),
    reference: (value) => {
      const reference = state.options.references?.get(value);
      if (reference === undefined) {
        throw new GradientNotFoundError(
          say`the rule for ${describe(node)} compares "${value}" with a reference, and the pass has none: give \`references\``,
        );
      }
      return reference;
    },
    standard: (other = node, gradients = outputGradients): InputGradients =>
      standardRule(contextOf(other, gradients, { ...state, wanted: withSubstitutes(wanted, node, other) })),
    add: (op, inputs, attributes) => builder.add(op, inputs, attributes, `${prefix}/${op}`),
    addMany: (op, inputs, count, attributes) =>
      builder.addMany(
        op,
        inputs,
        Array.from({ length: count }, (_, index) => `${prefix}/${op}${index}`),
        attributes,
      ),
    scalar: (value, like) => builder.constant(scalarOf(value, info(values, like).type), `${prefix}/scalar`),
    ints: (whole) => builder.constant(int64(whole), `${prefix}/ints`),
    noGradient: (reason) => new GradientNotFoundError(say`${describe(node)}: ${reason}; ${useInstead()}`),
  };
  return context;
}

/** An input that stands in for one whose gradient is wanted is wanted too. */
function withSubstitutes(wanted: ReadonlySet<string>, node: GraphNode, other: GraphNode): ReadonlySet<string> {
  const substitutes = other.inputs.filter((_, index) => wanted.has(node.inputs[index] ?? ""));
  return new Set([...wanted, ...substitutes]);
}

function describe(node: GraphNode): string {
  const op = node.domain === "" ? node.op : `${node.domain}.${node.op}`;
  return say`operator ${op} (node "${node.name || node.outputs[0]}")`;
}

function scalarOf(value: number, type: DataType): Constant {
  if (type === "float64") return { type, shape: [], data: Float64Array.of(value) };
  if (type === "float32") return { type, shape: [], data: Float32Array.of(value) };
  throw new GradientNotFoundError(say`gradients are computed in float32 or float64, not ${type}`);
}
