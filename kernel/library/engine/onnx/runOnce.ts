import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Constant, Graph } from "../graph/graph.ts";
import { createSession, type Feeds, type SessionOptions } from "../session/session.ts";

/** Runs a graph in a session of its own. @throws DataError where it does not run. */
export async function runOnce(graph: Graph, feeds: Feeds, options: SessionOptions): Promise<Record<string, Constant>> {
  try {
    const session = await createSession(graph, options);
    try {
      return await session.run(feeds);
    } finally {
      await session.release();
    }
  } catch (error) {
    throw new DataError(say`the model does not run: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** Runs a graph of one input and one float32 output. */
export async function answerOnce(
  graph: Graph,
  input: string,
  value: Constant,
  options: SessionOptions,
): Promise<Constant> {
  const [output] = Object.values(await runOnce(graph, { [input]: value }, options));
  if (output?.data instanceof Float32Array) return output;
  throw new DataError(say`the model's output is ${output?.type ?? "missing"}, not float32`);
}
