import type { Explanation, ExplanationFields } from "../../explanation/Explanation.ts";
import { joined, joinedErrors, Samples } from "../../math/sampling.ts";
import { type Call, pairCount } from "../call/call.ts";
import { answersAt, type Backgrounds, deltaFrom } from "./backgrounds.ts";
import type { PathDraws } from "./GradientShap.ts";

/** The mean of (x̃ − x′) · ∂f/∂x over drawn points of the way from x′ to x̃, with its standard error. */
export async function explainDraws(
  call: Call,
  backgrounds: Backgrounds,
  { alphas, baselines }: PathDraws,
  { noise, fields }: { noise?: Float32Array | undefined; fields: Partial<ExplanationFields> },
): Promise<Explanation> {
  const { size, count, values: x } = call.rows;
  const pairs = pairCount(call);
  const nSamples = alphas.length / count;
  const samples = Array.from({ length: pairs }, () => new Samples(size));
  /** The place of a row's draw: pairs of one input share its draws. */
  const drawOf = (index: number) => (Math.floor(index / nSamples) % count) * nSamples + (index % nSamples);
  const from = backgrounds.values;
  const way = new Float64Array(size);
  /** x̃ − x′ of a draw, in `way`. */
  const walk = (draw: number): void => {
    const own = Math.floor(draw / nSamples) * size;
    const base = baselines[draw] * size;
    for (let i = 0; i < size; i++) way[i] = x[own + i] - from[base + i];
    if (noise) for (let i = 0; i < size; i++) way[i] += noise[draw * size + i];
  };
  await call.gradients(
    pairs * nSamples,
    (index, buffer, offset) => {
      const draw = drawOf(index);
      const base = baselines[draw] * size;
      const alpha = alphas[draw];
      walk(draw);
      for (let i = 0; i < size; i++) buffer[offset + i] = from[base + i] + alpha * way[i];
      return Math.floor(draw / nSamples);
    },
    (index) => call.targets.classes[Math.floor(index / nSamples)],
    (first, rows, { input }) => {
      for (let row = 0; row < rows; row++) {
        walk(drawOf(first + row));
        for (let i = 0; i < size; i++) way[i] *= input[row * size + i];
        samples[Math.floor((first + row) / nSamples)].addValues(way);
      }
    },
  );
  const values = joined(samples.map(({ mean }) => mean));
  const answers = await answersAt(call, backgrounds);
  const before = (pair: number) => {
    let sum = 0;
    for (let sample = 0; sample < nSamples; sample++) {
      sum += answers[pair * backgrounds.count + baselines[(pair % count) * nSamples + sample]];
    }
    return sum / nSamples;
  };
  const errors = joinedErrors(samples);
  return call.explanation({
    values,
    convergenceDelta: deltaFrom(call, values, before),
    ...(errors && { standardError: errors }),
    ...fields,
  });
}

/** One input's draws, repeated for all: `[count, ...]`. */
export function sameForEach(count: number, draws: Float32Array): Float32Array {
  const all = new Float32Array(count * draws.length);
  for (let input = 0; input < count; input++) all.set(draws, input * draws.length);
  return all;
}
