import { DataError } from "../../errors.ts";
import type { Constant, Graph } from "../graph/graph.ts";
import { createSession, type SessionOptions } from "../session/session.ts";

/** Runs a graph of one input and one float32 output in a session of its own. */
export async function runOnce(
  graph: Graph,
  input: string,
  value: Constant,
  options: SessionOptions,
): Promise<Constant> {
  try {
    const session = await createSession(graph, options);
    try {
      const outputs = await session.run({ [input]: value });
      const output = Object.values(outputs)[0];
      if (!(output?.data instanceof Float32Array)) throw new DataError(`its output is ${output?.type}, not float32`);
      return output;
    } finally {
      await session.release();
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`the model does not run: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
