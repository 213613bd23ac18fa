import type { Model } from "../../engine/model.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { DataError, OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import { joined, joinedErrors, Samples } from "../../math/sampling.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, smooth } from "../call/about.ts";
import type { Call } from "../call/call.ts";
import { asInputs, readArray, sizeOf } from "../call/inputs.ts";
import { Method, takenBy } from "../call/Method.ts";
import type { AttributeOptions, SeededOptions, TargetOptions } from "../call/options.ts";
import { pictureOf } from "../call/pictureOf.ts";
import { choice, commonRules, plain, type Rules, type Settled, targetRules, whole } from "../call/rules.ts";
import { joinOptions } from "../call/settle.ts";
import { outputAsked } from "../call/targets.ts";
import { repeatHeld } from "./repeatHeld.ts";
import { type NoiseType, throughNoise } from "./throughNoise.ts";

/** What NoiseTunnel goes over: any method. */
export interface AttributionMethod<Options> {
  readonly model: Model;
  readonly defaults: Partial<Options>;
  attribute(inputs: Inputs, options?: Options): Promise<Explanation>;
  on(model: Model): AttributionMethod<Options>;
}

export interface NoiseTunnelOptions extends AttributeOptions, SeededOptions {
  /** `smoothgrad`: the mean; `smoothgrad_sq`: the mean of squares; `vargrad`: the variance, divided by n. */
  type?: NoiseType;
  /** Samples for each input (default 50; Captum's is 5). */
  nSamples?: number;
  /** Standard deviation of the noise (default: 0.15 of each input's range, as the paper; Captum's is 1). */
  stdevs?: number;
  /** Noise drawn beforehand, `[n, nSamples, ...]`, instead of `seed`. */
  noise?: Inputs;
}

type NoiseTunnelSettings = Settled<NoiseTunnelOptions, typeof rules>;

/** Numbers of noisy inputs that are explained together (16 MB); one input's samples always are. */
const groupFloats = 1 << 22;

const rules = {
  ...commonRules,
  ...targetRules,
  output: plain("any"),
  type: choice(["smoothgrad", "smoothgrad_sq", "vargrad"], "smoothgrad"),
  nSamples: whole(50),
  stdevs: { kind: "number", least: 0 },
  noise: plain("array"),
} as const satisfies Rules;

/** The tunnel's options and those of the method it goes over; where both have a name, it is the tunnel's. */
const rulesOver = (method: object): Rules =>
  method instanceof Method ? { ...method.rules, ...rules, output: method.rules.output ?? rules.output } : rules;

/**
 * Another method's map, averaged over noisy copies of the input (SmoothGrad): what survives the noise. The target stays
 * the one of the input without noise. Copies are not clipped to the input's range.
 *
 * Smilkov et al. 2017, "SmoothGrad"; Adebayo et al. 2018, "Local explanation methods for deep neural networks lack
 * sensitivity to parameter values" (VarGrad); Captum's `NoiseTunnel`.
 *
 * @example
 * const map = await new NoiseTunnel(new Saliency(model)).attribute(image, { target: 7, nSamples: 50, seed: 1 });
 */
export class NoiseTunnel<Options extends object> extends Method<NoiseTunnelOptions & Partial<Options>> {
  /** Its label, role and signs are those of the method it goes through, see `throughNoise`. */
  static readonly about: About = {
    name: "NoiseTunnel",
    label: "Noise Tunnel",
    family: "noise",
    role: ({ type }) => (type === "vargrad" ? "variance" : "sensitivity"),
    signed: ({ type = "smoothgrad" }) => type === "smoothgrad",
    extent: "input",
    explains: smooth,
    needs: {},
    options: rules,
  };

  readonly method: AttributionMethod<Options>;

  /**
   * @param method an instance of any method; its own defaults hold.
   * @param defaults for the tunnel's options and the method's.
   * @throws OptionError for what is no method, and for options that neither has.
   */
  constructor(method: AttributionMethod<Options>, defaults: Partial<NoiseTunnelOptions & Partial<Options>> = {}) {
    if (typeof method?.attribute !== "function") {
      throw new OptionError(say`NoiseTunnel wraps a method: new NoiseTunnel(new Saliency(model))`);
    }
    super(method.model, defaults, rulesOver(method));
    this.method = method;
  }

  override on(model: Model): this {
    return this.make(this.method.on(model), this.defaults);
  }

  override get rules(): Rules {
    return rulesOver(this.method);
  }

  /**
   * Values have the shape of the method's; in its units, squared for `smoothgrad_sq` and `vargrad`. `standardError` is that
   * of the mean (`smoothgrad` only). Cost: `nSamples` times the method's, and one prediction per input.
   *
   * @param options the method's own too; what has a row for each input (baselines) must have one row or a number here.
   * @throws what the method throws, and OptionError, ShapeError for noise of another shape.
   */
  async attribute(inputs: Inputs, options: Partial<NoiseTunnelOptions & Partial<Options>> = {}): Promise<Explanation> {
    const settings: NoiseTunnelSettings = this.settle<typeof rules>(options, rules);
    const { type, nSamples, stdevs, noise, onProgress, targets } = settings;
    const { defaults } = this.method;
    const own = joinOptions(defaults, settings) as NoiseTunnelOptions;
    const call = await this.begin(inputs, { ...own, output: "probability" });
    const { count, size, values: x, shape } = call.rows;
    // Those that need the input's gradient have an error of their own, which says what to ask instead.
    const { gradients, layer } = this.method instanceof Method ? this.method.about.needs : {};
    if (call.rows.isWhole && !noise && !(gradients && !layer)) {
      throw new DataError(
        say`NoiseTunnel adds noise to its inputs, but ${call.rows.name ?? "the input"} takes token numbers: ask the method without it`,
      );
    }
    const given = noise && (await readNoise(noise, call));
    const samples = given ? given.length / (count * size) : nSamples;
    const seed = own.seed ?? 0;
    const addNoise = given
      ? (input: number, to: Float32Array) => {
          for (let i = 0; i < to.length; i++) to[i] += given[input * samples * size + i];
        }
      : drawing(call, samples, stdevs, seed);

    /** What the method is asked with besides the target: what is not the tunnel's alone. */
    const ofMethod = Object.fromEntries(
      Object.entries(settings).filter(([name]) => shared.has(name) || !Object.hasOwn(rules, name)),
    );
    const leading = call.targets.leading[0] ?? 1;
    const group = Math.max(1, Math.floor(groupFloats / (samples * size)));
    const maps: Samples[] = [];
    let last: Explanation | undefined;
    let passes = count;
    for (let first = 0; first < count; first += group) {
      const number = Math.min(group, count - first);
      const noisy = new Float32Array(number * samples * size);
      for (let input = 0; input < number; input++) {
        const copies = noisy.subarray(input * samples * size, (input + 1) * samples * size);
        const own = x.subarray((first + input) * size, (first + input + 1) * size);
        for (let start = 0; start < copies.length; start += size) copies.set(own, start);
        addNoise(first + input, copies);
      }
      const classes = Int32Array.from(
        { length: number * samples },
        (_, row) => call.targets.classes[first + Math.floor(row / samples)],
      );
      const heldToo = own.fixed && { fixed: await repeatHeld(own.fixed, { first, number, samples, count }) };
      last = await this.method.attribute(asInputs(noisy, call.rows), {
        ...ofMethod,
        ...heldToo,
        ...takenBy(this.method, targets === undefined ? { target: inOutput(own.target, classes) } : { targets }),
        onProgress: onProgress && ((fraction: number) => onProgress((first + fraction * number) / count)),
      } as unknown as Options);
      passes += last.modelPasses;
      const { values } = last.fields;
      const one = values.length / (leading * number * samples);
      for (let t = 0; t < leading; t++) {
        for (let input = 0; input < number; input++) {
          const sums = new Samples(one);
          for (let sample = 0; sample < samples; sample++) {
            const start = ((t * number + input) * samples + sample) * one;
            if (type === "smoothgrad_sq") sums.add((i) => values[start + i] ** 2);
            else sums.addValues(values, start);
          }
          maps[t * count + first + input] = sums;
        }
      }
    }
    const row = last?.fields.shape.slice(call.targets.leading.length + 1) ?? [];
    const isOfLayer = row.join() !== shape.slice(1).join();
    const picture = isOfLayer ? pictureOf(call) : undefined;
    const isOnPicture = last?.fields.inputShape.slice(1).join() === picture?.shape.join();
    const errors = type === "smoothgrad" ? joinedErrors(maps) : undefined;
    return call.explanation({
      ...(last && { about: throughNoise(last.about, type) }),
      values: joined(maps.map((map) => (type === "vargrad" ? map.variance : map.mean))),
      ...(isOnPicture && picture?.finding),
      ...((isOfLayer || !call.rows.ports) && { shape: [...call.targets.leading, count, ...row] }),
      output: last?.output ?? call.output,
      modelPasses: passes,
      ...(errors && { standardError: errors }),
      ...(given ? {} : { seed }),
      options: {
        ...last?.options,
        method: last?.method,
        type,
        nSamples: samples,
        ...(given || stdevs === undefined ? {} : { stdevs }),
      },
    });
  }
}

/** Options that are the method's as well as the tunnel's. */
const shared = new Set(["output", "engine", "internalBatchSize", "signal"]);

/** The class of each copy, of the output that was asked for. */
function inOutput(target: TargetOptions["target"], classes: Int32Array): TargetOptions["target"] {
  const { outputName } = outputAsked({ target });
  return outputName === undefined ? classes : { [outputName]: classes };
}

async function readNoise(noise: Inputs, { rows }: Call): Promise<Float32Array> {
  const { values, shape } = await readArray(noise);
  const [n, , ...rest] = shape;
  if (n === rows.count && rest.join() === rows.shape.slice(1).join() && sizeOf(shape) > 0) return values;
  throw new ShapeError(
    say`noise of shape [${shape.join(", ")}] for inputs of shape [${rows.shape.join(", ")}]: give [${rows.count}, nSamples, ${rows.shape.slice(1).join(", ")}]`,
  );
}

/** Every input has the same draws (in its own width), so that its map does not depend on its neighbors. */
function drawing({ rows }: Call, samples: number, stdevs: number | undefined, seed: number) {
  const random = createRandom(seed);
  const draws = new Float64Array(samples * rows.size);
  for (let i = 0; i < draws.length; i++) draws[i] = random.normal();
  return (input: number, to: Float32Array): void => {
    const own = rows.values.subarray(input * rows.size, (input + 1) * rows.size);
    // Each of several inputs has a range of its own.
    for (const { offset, size } of rows.ports ?? [{ offset: 0, size: rows.size }]) {
      let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const value of own.subarray(offset, offset + size)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      const sigma = stdevs ?? 0.15 * (max - min);
      for (let start = offset; start < to.length; start += rows.size) {
        for (let i = start; i < start + size; i++) to[i] += Math.fround(sigma * draws[i]);
      }
    }
  };
}
