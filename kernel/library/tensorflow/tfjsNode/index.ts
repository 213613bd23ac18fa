/** What `@tensorflow/tfjs-node` and `-node-gpu` are in a cell: the session's one tfjs, and `tf.node`. */
import * as tf from "@tensorflow/tfjs";
import { type TfjsNode, tfNode } from "../node.ts";

export * from "@tensorflow/tfjs";
export { tfNode as node };

const all: typeof tf & { node: TfjsNode } = { ...tf, node: tfNode };
export default all;
