import { featureMapsOf } from "../../engine/classActivation.ts";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { upsample } from "../../math/upsample.ts";
import type { Axis } from "../../signature/axes.ts";
import { type Places, placesOf } from "../../signature/places.ts";
import type { About } from "../call/about.ts";
import { type Call, ownInput, pairCount } from "../call/call.ts";
import { type PictureRows, pictureRows } from "../call/pictureRows.ts";
import type { SmallMaps } from "../layer/layerPasses.ts";
import { CamMethod, camRules } from "./CamMethod.ts";

/**
 * Class activation mapping without gradients: each channel of a layer's feature maps, brought to the picture's size and to
 * 0 … 1, is a mask that the picture is multiplied with (0 of the model's scale stands where nothing is seen); channels
 * weigh by the softmax of the answers to the masked pictures. For models without gradients too.
 *
 * Values: `[n, height, width, 1]` of the input, or of the layer with `upsample: "none"`; in units of the layer's
 * activation. Cost: a forward pass for each channel of the layer and two more, per input, whatever the number of targets:
 * 1,280 channels of a last feature map take 1,280 passes.
 *
 * Wang et al. 2020, "Score-CAM", equations 3 to 6; pytorch-grad-cam's `ScoreCAM`.
 *
 * @example
 * const map = await new ScoreCam(model, "conv").attribute(image, { target: 7 });
 */
export class ScoreCam extends CamMethod {
  static readonly about: About = {
    name: "ScoreCam",
    label: "Score-CAM",
    family: "cam",
    role: "localization",
    signed: ({ relu = true }) => !relu,
    extent: "place",
    removal: "baseline",
    explains: ["image"],
    needs: { layer: true },
    options: camRules,
  };

  protected override readonly asksInputs = false;

  protected async read(call: Call): Promise<SmallMaps> {
    const pictures = pictureRows(this.about.name, call);
    const { size, places, maps } = await this.#channelMaps(call);
    const { count, channels } = places;
    const scores = await answersToMasked(call, pictures, { size, channels, maps });
    const found = new Float32Array(pairCount(call) * count);
    for (let pair = 0; pair < pairCount(call); pair++) {
      const row = pair % call.rows.count;
      const weights = softmax(scores(pair));
      for (const [channel, weight] of weights.entries()) {
        const start = (row * channels + channel) * count;
        for (let place = 0; place < count; place++) found[pair * count + place] += weight * maps[start + place];
      }
    }
    return { size, maps: found };
  }

  /** The layer's feature maps of each input, `[inputs, channels, places]`. */
  async #channelMaps(call: Call): Promise<{ size: readonly number[]; places: Places; maps: Float32Array }> {
    let activations = new Float32Array();
    let shape: readonly number[] = [];
    let axes: readonly Axis[] | undefined;
    call.stage(0, 0);
    await call.predict(
      call.rows.count,
      ownInput(call),
      (start, rows, { layers }) => {
        const pass = layers.get(this.layer);
        if (!pass) return;
        const size = pass.activation.length / rows;
        if (start === 0) activations = new Float32Array(call.rows.count * size);
        ({ shape, axes } = pass);
        activations.set(pass.activation, start * size);
      },
      [this.layer],
    );
    call.stage(0, 1);
    const { size } = featureMapsOf(this.layer, shape, axes);
    if (size.length !== 2) {
      throw new UnsupportedLayerError(
        say`ScoreCam masks pictures with feature maps, [height, width, channels], but the layer ${this.layer} gives [${shape.join(", ")}]`,
      );
    }
    const places = placesOf(shape, axes ?? []);
    const { count, of, channelOf } = places;
    const maps = new Float32Array(activations.length);
    for (const [i, activation] of activations.entries()) {
      const within = i % of.length;
      maps[i - within + channelOf(within) * count + of[within]] = activation;
    }
    return { size, places, maps };
  }
}

interface ChannelMaps {
  readonly size: readonly number[];
  readonly channels: number;
  readonly maps: Float32Array;
}

/** What the model answers to each input seen through each channel. */
async function answersToMasked(
  call: Call,
  pictures: PictureRows,
  { size, channels, maps }: ChannelMaps,
): Promise<(pair: number) => Float64Array> {
  const { rows, height, width, at } = pictures;
  const classes = call.runner.outputSize;
  const answers = new Float32Array(rows.count * channels * classes);
  const masked = new Float32Array(rows.size);
  await call.predict(
    rows.count * channels,
    (index, buffer, offset) => {
      const row = Math.floor(index / channels);
      const length = size[0] * size[1];
      const map = maps.subarray(index * length, (index + 1) * length);
      const mask = toUnit(upsample(map, size, [height, width], "aligned"));
      for (let channel = 0; channel < pictures.channels; channel++) {
        for (let place = 0; place < mask.length; place++) {
          const i = at(place, channel);
          masked[i] = mask[place] * rows.values[row * rows.size + i];
        }
      }
      return pictures.write(row, masked, buffer, offset);
    },
    (first, _, { outputs }) => answers.set(outputs, first * classes),
  );
  return (pair) => {
    const first = (pair % rows.count) * channels;
    const { [pair]: target } = call.targets.classes;
    return Float64Array.from({ length: channels }, (_, channel) => answers[(first + channel) * classes + target]);
  };
}

/** From 0, the least, to 1, the largest; pytorch-grad-cam's 1e-8 keeps what is the same everywhere at 0. */
function toUnit(mask: Float32Array): Float32Array {
  let [least, most] = [Infinity, -Infinity];
  for (const value of mask) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return mask.map((value) => (value - least) / (most - least + 1e-8));
}

function softmax(scores: Float64Array): Float64Array {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const raised = scores.map((score) => Math.exp(score - most));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((value) => value / sum);
}
