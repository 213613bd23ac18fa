import type { Attribute, Constant, Graph, GraphNode } from "./graph.ts";

type Names = ReadonlyMap<string, string>;

/**
 * Puts the branch that is taken in the place of each `If` whose condition is a constant: what it reads from outside is
 * read by the graph itself then. The same graph where there is none.
 */
export function decidedBranches(graph: Graph): Graph {
  const constants = new Map(graph.constants);
  const taken = graph.nodes.flatMap((node, index) => branchOf(node, constants, `branch${index}`) ?? [node]);
  if (taken.every((node, i) => node === graph.nodes[i])) return graph;
  return { ...graph, constants, nodes: taken };
}

/** The nodes of the branch that a node takes, its names made unlike all others; its constants are added to the graph's. */
function branchOf(node: GraphNode, constants: Map<string, Constant>, prefix: string): GraphNode[] | undefined {
  const condition = node.op === "If" && node.domain === "" ? constants.get(node.inputs[0] ?? "") : undefined;
  if (condition?.type !== "bool") return undefined;
  const branch = node.attributes[Number(condition.data[0]) === 0 ? "else_branch" : "then_branch"];
  if (branch?.kind !== "graph") return undefined;
  const { nodes, outputs, constants: own } = branch.value;
  const made = [...own.keys(), ...nodes.flatMap((each) => each.outputs)].filter((name) => name !== "");
  const names = new Map(made.map((name) => [name, `${node.outputs[0]}/${prefix}/${name}`]));
  for (const [name, constant] of own) constants.set(names.get(name) ?? name, constant);
  const passed = outputs.flatMap(({ name }, i): GraphNode[] => {
    const output = node.outputs[i] ?? "";
    if (output === "") return [];
    return [
      {
        op: "Identity",
        domain: "",
        name: output,
        inputs: [names.get(name) ?? name],
        outputs: [output],
        attributes: {},
      },
    ];
  });
  return [...nodes.map((each) => renamed(each, names)), ...passed];
}

function renamed(node: GraphNode, names: Names): GraphNode {
  const to = (name: string) => names.get(name) ?? name;
  return {
    ...node,
    inputs: node.inputs.map(to),
    outputs: node.outputs.map(to),
    attributes: Object.fromEntries(
      Object.entries(node.attributes).map(([key, attribute]) => [key, renamedIn(attribute, names)]),
    ),
  };
}

/** An inner graph reads names from outside; names of its own go before them. */
function renamedIn(attribute: Attribute, names: Names): Attribute {
  if (attribute.kind !== "graph") return attribute;
  const { inputs, constants, nodes, outputs } = attribute.value;
  const own = new Set([
    ...inputs.map(({ name }) => name),
    ...constants.keys(),
    ...nodes.flatMap((each) => each.outputs),
  ]);
  const outer = new Map([...names].filter(([name]) => !own.has(name)));
  return {
    kind: "graph",
    value: {
      ...attribute.value,
      nodes: nodes.map((each) => renamed(each, outer)),
      outputs: outputs.map((output) => ({ ...output, name: outer.get(output.name) ?? output.name })),
    },
  };
}
