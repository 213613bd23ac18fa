/** What `@tensorflow/tfjs-node` and `-node-gpu` are in a cell: the session's one tfjs, and `tf.node`. */
import * as tf from "@tensorflow/tfjs";
import { node, type TfjsNode } from "../node.ts";

export * from "@tensorflow/tfjs";
export { node };

const all: typeof tf & { node: TfjsNode } = { ...tf, node };
export default all;
