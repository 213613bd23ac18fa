import type { CamKind } from "../../engine/runner.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import { type Upsample, upsample } from "../../math/upsample.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { Call } from "../call/call.ts";
import { LayerMethod } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { pictureOf, sizeLike } from "../call/pictureOf.ts";
import { flag, logitRules, type Rules, targetRules, upsampleRule } from "../call/rules.ts";
import { camMaps, type SmallMaps } from "../layer/layerPasses.ts";

export interface CamOptions extends AttributeOptions {
  /** Whether what speaks against the class is left out (default true, as the papers; Captum's default is false). */
  relu?: boolean;
  /** How the map is brought to the input's height and width (default `"bilinear"`; `"none"`: the layer's own size). */
  upsample?: Upsample;
}

export const camRules = {
  ...logitRules,
  ...targetRules,
  ...upsampleRule("bilinear"),
  relu: flag(true),
} as const satisfies Rules;

/** What class activation maps have in common: a sum over a layer's channels, each with its weight. */
export abstract class CamMethod extends LayerMethod<CamOptions> {
  /** Whether `read` asks the inputs themselves, as by their gradients. */
  protected readonly asksInputs: boolean = true;

  /** The maps of every pair at the layer's size, with what speaks against the class. */
  protected abstract read(call: Call): Promise<SmallMaps>;

  /**
   * Values are one for each place, `[n, height, width, 1]` whatever the input's layout, of volumes `[n, depth, height,
   * width, 1]` (of the layer's own size with `upsample: "none"`), in units of the output. Cost: one forward and one backward pass per input and target; one prediction more per input where the
   * predicted class is explained.
   *
   * @param inputs pictures or volumes, channels last or first, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer, or it gives no feature maps; ShapeError, DataError,
   * TargetError, OptionError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: CamOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, camRules);
    const { relu, upsample } = settings;
    const call = await this.begin(inputs, settings, { asksInputs: this.asksInputs });
    const { values, size, cut } = await this.maps(call, { relu, upsample });
    return call.explanation({
      ...pictureOf(call).finding,
      values,
      shape: [...call.targets.leading, call.rows.count, ...size, 1],
      options: { layer: this.layer, relu, upsample, ...(cut.includes(true) && { cut }) },
    });
  }

  /**
   * The maps of every pair, one after the other; their height and width, of a volume its depth before them; and of each
   * whether the ReLU left nothing of it.
   */
  protected async maps(
    call: Call,
    { relu, upsample: mode }: Required<Pick<CamOptions, "relu" | "upsample">>,
  ): Promise<{ values: Float32Array; size: readonly number[]; cut: boolean[] }> {
    const { size: own, maps } = await this.read(call);
    const places = sizeOf(own);
    const size = (mode === "none" ? undefined : sizeLike(pictureOf(call), own)) ?? own;
    // A copy: who shares a runner's answers may be given the same array again.
    const kept = relu ? maps.map((value) => Math.max(value, 0)) : maps.slice();
    const pairs = kept.length / places;
    const cut = Array.from({ length: pairs }, (_, pair) => {
      const before = maps.subarray(pair * places, (pair + 1) * places);
      return relu && before.some((value) => value < 0) && !before.some((value) => value > 0);
    });
    if (mode === "none" || size === own) return { values: kept, size, cut };
    const larger = sizeOf(size);
    const values = new Float32Array(pairs * larger);
    for (let pair = 0; pair < pairs; pair++) {
      const map = kept.subarray(pair * places, (pair + 1) * places);
      values.set(upsample(map, own, size, mode), pair * larger);
    }
    return { values, size, cut };
  }
}

/** The methods whose map the engine computes, where the layer's maps and gradients are. */
export abstract class EngineCamMethod extends CamMethod {
  protected abstract readonly kind: CamKind;

  protected read(call: Call): Promise<SmallMaps> {
    return camMaps(call, this.layer, this.kind);
  }
}
