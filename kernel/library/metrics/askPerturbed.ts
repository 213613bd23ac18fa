import { type Call, pairCount } from "../explain/call/call.ts";

/** How inputs are perturbed, sample by sample. */
export interface Perturbing {
  readonly samples: number;
  /** Writes input `input`, perturbed for sample `sample`, into `row`. */
  write(input: number, sample: number, row: Float32Array): void;
  /** By how much a map says that the answer drops in that sample. */
  told(map: Float64Array, input: number, sample: number): number;
}

/** What maps told of perturbed inputs, and what the model did. */
export interface Told {
  /** F(x) − F(perturbed), for each pair of target and input: `[samples]`. */
  readonly drops: readonly Float64Array[];
  /** By set of maps, then by pair: what the map told, `[samples]`. */
  readonly told: readonly (readonly Float64Array[])[];
}

/**
 * Asks the model about perturbed inputs once, whatever the number of targets and of sets of maps. Cost: `samples` passes
 * for each input.
 */
export async function askPerturbed(
  call: Call,
  sets: readonly (readonly Float64Array[])[],
  { samples, write, told }: Perturbing,
): Promise<Told> {
  const { rows, targets, outputs: whole } = call;
  const classes = call.runner.outputSize;
  const pairs = pairCount(call);
  const empty = () => Array.from({ length: pairs }, () => new Float64Array(samples));
  const drops = empty();
  const found = sets.map(empty);
  await call.predict(
    rows.count * samples,
    (index, buffer, offset) => {
      const [input, sample] = [Math.floor(index / samples), index % samples];
      write(input, sample, buffer.subarray(offset, offset + rows.size));
      for (const [set, maps] of sets.entries()) {
        for (let pair = input; pair < pairs; pair += rows.count) {
          found[set][pair][sample] = told(maps[pair], input, sample);
        }
      }
    },
    (first, number, { outputs }) => {
      for (let row = 0; row < number; row++) {
        const [input, sample] = [Math.floor((first + row) / samples), (first + row) % samples];
        for (let pair = input; pair < pairs; pair += rows.count) {
          const target = targets.classes[pair];
          drops[pair][sample] = whole[input * classes + target] - outputs[row * classes + target];
        }
      }
    },
  );
  return { drops, told: found };
}
