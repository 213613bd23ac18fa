import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import { Samples } from "../../math/sampling.ts";
import { inputAxes } from "../../signature/axes.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import { placesOf } from "../../signature/places.ts";
import type { About } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
import { readArray, readBaselines, shortBaseline } from "../call/inputs.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions, SeededOptions } from "../call/options.ts";
import { baselineRule, plain, probabilityRules, type Rules, seedRule, targetRules, whole } from "../call/rules.ts";
import { drawMasks, type Masks } from "./riseMasks.ts";

export interface RiseOptions extends AttributeOptions, SeededOptions {
  /** Random masks (default 4000, as the paper for VGG16). */
  nSamples?: number;
  /** Cells of a mask's grid on each axis (default 7). */
  gridSize?: number;
  /** The chance of a cell to be visible, over 0 and at most 1 (default 0.5). */
  preservationProbability?: number;
  /** What stands where nothing is visible: a number (default 0), one row, or one row for each input. */
  baselines?: Baseline;
  /** Masks of your own in place of drawn ones, `[masks, h, w]`, 0 (hidden) to 1 (visible). */
  masks?: Inputs;
}

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...seedRule,
  ...baselineRule,
  nSamples: whole(4000),
  gridSize: whole(7),
  preservationProbability: { kind: "number", above: 0, most: 1 },
  masks: plain("array"),
} as const satisfies Rules;

/**
 * RISE: shows the picture through soft random masks; a pixel's value is the mean answer over the masks, each counting by
 * how visible the pixel was in it, Σ F(x ⊙ m) m / (N p). Not evidence for and against: where the answer does not depend
 * on a pixel, the value is the mean answer, not 0. What is above the mean of the map speaks for the target.
 *
 * Petsiuk, Das, Saenko 2018, "RISE: Randomized Input Sampling for Explanation of Black-box Models", equation 6.
 *
 * @example
 * const map = await new Rise(model, { seed: 42 }).attribute(image, { target: 7, nSamples: 2000 });
 */
export class Rise extends Method<RiseOptions> {
  static readonly about: About = {
    name: "Rise",
    label: "RISE",
    family: "perturbation",
    role: "maskedAverage",
    signed: ({ output = "probability" }) => output === "logit",
    extent: "place",
    removal: "baseline",
    explains: ["image"],
    needs: {},
    options: rules,
  };

  /**
   * Values have the shape of the inputs, channels alike, in units of the output, of the probability by default.
   * `standardError` says how far other masks would move each value (there is none for a single mask). Cost: `nSamples` forward
   * passes for each input, whatever the number of targets, and one prediction.
   *
   * @throws ShapeError for inputs that are no pictures; DataError, TargetError, OptionError.
   */
  async attribute(inputs: Inputs, options: RiseOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { nSamples, gridSize } = settings;
    const call = await this.begin(inputs, settings);
    const { rows, targets } = call;
    if (rows.ports) {
      const names = rows.ports.map(({ name }) => name).join(", ");
      throw new ShapeError(say`Rise shows one image through masks: hold the others of ${names} still with fixed`);
    }
    const row = rows.shape.slice(1);
    const places = placesOf(row, inputAxes(rows.spec, row));
    if (places.axes.join() !== "height,width") {
      throw new ShapeError(
        say`Rise takes images, [n, height, width, channels] or [n, channels, height, width], not [${rows.shape.join(", ")}]`,
      );
    }
    const [height, width] = places.shape;
    const from = await readBaselines(settings.baselines ?? 0, rows);
    const pixels = height * width;
    const masks = settings.masks
      ? await given(settings.masks, [height, width])
      : draw(nSamples, [height, width], gridSize, settings.preservationProbability ?? 0.5, settings.seed);
    const chance = settings.preservationProbability ?? (settings.masks ? meanOf(masks, pixels) : 0.5);

    if (!(chance > 0 && chance <= 1)) {
      throw new OptionError(say`preservationProbability is ${chance}: give a number above 0 and at most 1`);
    }

    const visible = new Float32Array(pixels);
    let written = -1;
    /** Masks run slowest, so that one serves all inputs. */
    const show = (mask: number) => {
      if (mask !== written) masks.write(mask, visible);
      written = mask;
    };
    const classes = call.runner.outputSize;
    const found = Array.from({ length: pairCount(call) }, () => new Samples(pixels));
    await call.predict(
      masks.count * rows.count,
      (index, buffer, offset) => {
        show(Math.floor(index / rows.count));
        const start = (index % rows.count) * rows.size;
        for (let i = 0; i < rows.size; i++) {
          const share = visible[places.of[i]];
          buffer[offset + i] = share * rows.values[start + i] + (1 - share) * from[start + i];
        }
        return index % rows.count;
      },
      (first, number, { outputs }) => {
        for (let row = 0; row < number; row++) {
          show(Math.floor((first + row) / rows.count));
          for (let pair = (first + row) % rows.count; pair < found.length; pair += rows.count) {
            const share = outputs[row * classes + targets.classes[pair]] / chance;
            found[pair].add((pixel) => share * visible[pixel]);
          }
        }
      },
    );
    const overChannels = (maps: readonly Float64Array[]) =>
      Float32Array.from({ length: found.length * rows.size }, (_, at) => {
        const pair = Math.floor(at / rows.size);
        return maps[pair][places.of[at - pair * rows.size]];
      });
    return call.explanation({
      values: overChannels(found.map(({ mean }) => mean)),
      ...(masks.count > 1 && { standardError: overChannels(found.map((samples) => samples.standardError)) }),
      baseline: shortBaseline(from),
      seed: settings.seed,
      options: { nSamples: masks.count, preservationProbability: chance, ...(settings.masks ? {} : { gridSize }) },
    });
  }
}

function draw(
  nSamples: number,
  size: readonly [number, number],
  gridSize: number,
  chance: number,
  seed: number,
): Masks {
  const most = Math.min(...size);
  if (!Number.isInteger(gridSize) || gridSize < 1 || gridSize > most) {
    throw new OptionError(
      say`gridSize is ${gridSize}: give 1 to ${most} cells for images of ${size.join(" × ")} pixels`,
    );
  }
  return drawMasks(nSamples, size, gridSize, chance, createRandom(seed));
}

async function given(masks: Inputs, size: readonly [number, number]): Promise<Masks> {
  const { values, shape } = await readArray(masks);
  if (shape.length !== 3 || shape.slice(1).join() !== size.join() || shape[0] < 1) {
    throw new ShapeError(say`masks of shape [${shape.join(", ")}]: expected [masks, ${size.join(", ")}]`);
  }
  const wrong = values.find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined) throw new OptionError(say`the masks have ${wrong}: give 0 (hidden) to 1 (visible)`);
  const pixels = size[0] * size[1];
  return {
    count: shape[0],
    write: (mask, visible) => visible.set(values.subarray(mask * pixels, (mask + 1) * pixels)),
  };
}

/** How visible the pixels of all masks are in the mean. */
function meanOf(masks: Masks, pixels: number): number {
  const visible = new Float32Array(pixels);
  let sum = 0;
  for (let mask = 0; mask < masks.count; mask++) {
    masks.write(mask, visible);
    for (const share of visible) sum += share;
  }
  if (sum === 0) throw new OptionError(say`the masks hide everything: at least one must leave something visible`);
  return sum / masks.count / pixels;
}
