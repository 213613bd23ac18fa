import type { CamKind } from "../../engine/runner.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { type Upsample, upsample } from "../../math/upsample.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { isChannelsFirst } from "../../signature/layout.ts";
import type { Call } from "../call/call.ts";
import { LayerMethod } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { pictureOf } from "../call/pictureOf.ts";
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
  /** The maps of every pair at the layer's size, with what speaks against the class. */
  protected abstract read(call: Call): Promise<SmallMaps>;

  /**
   * Values are one for each place, `[n, height, width, 1]` (of the layer's own size with `upsample: "none"`), in units of
   * the output. Cost: one forward and one backward pass per input and target; one prediction more per input where the
   * predicted class is explained.
   *
   * @param inputs `[n, height, width, channels]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer, or it gives no feature maps; ShapeError, DataError,
   * TargetError, OptionError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: CamOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, camRules);
    const { relu, upsample } = settings;
    const call = await this.begin(inputs, settings, { asksInputs: true });
    const { values, size, cut } = await this.maps(call, { relu, upsample });
    return call.explanation({
      ...pictureOf(call).finding,
      values,
      shape: [...call.targets.leading, call.rows.count, ...size, 1],
      options: { layer: this.layer, relu, upsample, ...(cut.includes(true) && { cut }) },
    });
  }

  /** The maps of every pair, one after the other, their height and width, and whether the ReLU left nothing of each. */
  protected async maps(
    call: Call,
    { relu, upsample: mode }: Required<Pick<CamOptions, "relu" | "upsample">>,
  ): Promise<{ values: Float32Array; size: [number, number]; cut: boolean[] }> {
    const { size: own, maps } = await this.read(call);
    const places = own[0] * own[1];
    const { shape: picture } = pictureOf(call);
    const [height = own[0], width = own[1]] = isChannelsFirst(picture) ? picture.slice(1) : picture;
    const size: [number, number] = mode === "none" ? [...own] : [height, width];
    // A copy: who shares a runner's answers may be given the same array again.
    const kept = relu ? maps.map((value) => Math.max(value, 0)) : maps.slice();
    const pairs = kept.length / places;
    const cut = Array.from({ length: pairs }, (_, pair) => {
      const own = maps.subarray(pair * places, (pair + 1) * places);
      return relu && own.some((value) => value < 0) && !own.some((value) => value > 0);
    });
    if (mode === "none") return { values: kept, size, cut };
    const values = new Float32Array(pairs * height * width);
    for (let pair = 0; pair < pairs; pair++) {
      const map = kept.subarray(pair * places, (pair + 1) * places);
      values.set(upsample(map, own, size, mode), pair * height * width);
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
