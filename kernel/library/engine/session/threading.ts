import { float32, int, ints } from "../graph/constants.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Constant, Graph } from "../graph/graph.ts";
import { createSession, type Session, type SessionOptions } from "./session.ts";

const ROWS = 64;
const rounds = 3;
const runsEach = 6;
/** How long an answer holds, in ms: what else the machine does changes. */
const holds = 60_000;

/** How a session's threads work together: waiting for work by spinning, by sleeping, or one thread alone. */
export type Threading = Pick<SessionOptions, "threads" | "spinning">;

/** Sleeping threads are never far behind: the others must be clearly faster in a measurement that short. */
const candidates: readonly (Threading & { readonly handicap: number })[] = [
  { spinning: true, handicap: 1.05 },
  { spinning: false, handicap: 1 },
  { threads: 1, handicap: 1.15 },
];

let measured: { at: number; answer: Promise<Threading> } | undefined;

/**
 * The way of working together that is fastest here and now. On an idle machine spinning threads are, by a sixth; where
 * other programs want the cores they are the slowest by far, and one thread alone may be the fastest. Measured on a small
 * convolution in some 50 ms, once a minute at most.
 */
export function fastestThreading(): Promise<Threading> {
  const now = performance.now();
  if (!measured || now - measured.at > holds) measured = { at: now, answer: measure() };
  return measured.answer;
}

function smallNetwork(): Graph {
  const builder = new GraphBuilder();
  const filled = (...shape: number[]) =>
    builder.constant(float32(new Float32Array(shape.reduce((all, size) => all * size, 1)).fill(0.01), shape));
  builder.name("x");
  const convolved = builder.add("Relu", [builder.add("Conv", ["x", filled(32, 1, 3, 3), filled(32)])]);
  const pooled = builder.add("MaxPool", [convolved], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) });
  const y = builder.add("Gemm", [builder.add("Flatten", [pooled], { axis: int(1) }), filled(5408, 10), filled(10)]);
  const input = { name: "x", type: "float32", shape: [ROWS, 1, 28, 28] } as const;
  return builder.build([input], [{ name: y, type: "float32", shape: [ROWS, 10] }]);
}

async function measure(): Promise<Threading> {
  const graph = smallNetwork();
  const x = float32(new Float32Array(ROWS * 784).fill(0.5), [ROWS, 1, 28, 28]);
  const sessions = await Promise.all(candidates.map((threading) => createSession(graph, threading)));
  const times = candidates.map(() => 0);
  for (let i = 0; i < rounds; i++) {
    for (const [at, session] of sessions.entries()) times[at] = (times[at] ?? 0) + (await time(session, x));
  }
  await Promise.all(sessions.map((session) => session.release()));
  const weighed = times.map((each, i) => each * (candidates[i]?.handicap ?? 1));
  const { threads, spinning } = candidates[weighed.indexOf(Math.min(...weighed))] ?? {};
  return { threads, spinning };
}

/** The first run still feels the other session's threads. */
async function time(session: Session, x: Constant): Promise<number> {
  await session.run({ x });
  const began = performance.now();
  for (let i = 0; i < runsEach; i++) await session.run({ x });
  return performance.now() - began;
}
