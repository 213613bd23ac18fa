import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rankRegions } from "../../kernel/library/explain/gradient/rankRegions.ts";
import { IntegratedGradients, Xrai } from "../../kernel/library/explain/index.ts";
import { atScales } from "../../kernel/library/explain/segments/atScales.ts";
import { dilated, masksOf } from "../../kernel/library/explain/segments/masks.ts";
import { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { decodePicture } from "../../kernel/library/inputFiles/decodePicture.node.ts";
import { goldens, root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { lastChannels, nearly, smooth } from "./smoothNet.ts";

const golden = goldens("pictures");
const file = JSON.parse(readFileSync(join(root, "test/golden/pictures/xrai.json"), "utf8"));
const sha = (array: Int32Array | Uint8Array | string) =>
  createHash("sha256")
    .update(typeof array === "string" ? array : new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest("hex");
const size = [224, 224] as const;
const cat = () => {
  const whole = decodePicture(readFileSync(join(root, "notebooks/data/chelsea.png")));
  const { width, data } = whole;
  const cut = new Uint8ClampedArray(224 * 224 * 3);
  for (let row = 0; row < 224; row++) {
    const start = ((row + 40) * width + 110) * 3;
    cut.set(data.subarray(start, start + 224 * 3), row * 224 * 3);
  }
  return { height: 224, width: 224, channels: 3, data: cut, isStated: true } as const;
};
const masksOfCat = () => atScales(cat()).flatMap((segments) => masksOf(segments).map((mask) => dilated(mask, size, 5)));

describe("XRAI", () => {
  before(ready);

  it("cuts a photograph into scikit-image's segments at each scale of PAIR's, and widens them alike", () => {
    const found = atScales(cat());
    assert.deepEqual(
      found.map((segments) => ({ count: new Set(segments).size, sha256: sha(segments) })),
      file.segments,
    );
    const each = masksOfCat().map((mask) => {
      const all = new Uint8Array(224 * 224);
      for (const place of mask) all[place] = 1;
      return sha(all);
    });
    assert.equal(sha(each.sort().join("")), file.masks);
  });

  for (const algorithm of ["full", "fast"] as const) {
    it(`ranks regions as PAIR does, given the attribution and the segments: ${algorithm}`, () => {
      const attribution = Float64Array.from({ length: 224 * 224 }, (_, place) => {
        const [row, column] = [Math.floor(place / 224), place % 224];
        const whole = row * 7919 + column * 104729 + row * column * 31 + Math.floor(row / 30) * 90;
        return Math.max(...[0, 17, 34].map((channel) => ((whole + channel) % 1009) / 1009 - 0.4));
      });
      const { values, ranks } = rankRegions(attribution, masksOfCat(), {
        minPixelDiff: 50,
        fast: algorithm === "fast",
      });
      const means = Array.from({ length: ranks.reduce((most, rank) => Math.max(most, rank), 0) }, (_, i) => {
        return values[ranks.indexOf(i + 1)];
      });
      nearly(means, file[algorithm].means, 1e-12);
      assert.equal(sha(ranks), file[algorithm].ranks);
    });
  }

  it("gives PAIR's map and ranking on a smooth net, to 1e-4", async () => {
    const { model, x } = await smooth();
    const { values, shape } = golden("xrai_segments");
    const segments = [0, 1].map((i) => ({
      values: Int32Array.from(values).slice(i * 480, (i + 1) * 480),
      shape: [20, 24],
    }));
    assert.deepEqual(shape, [2, 20, 24]);
    const map = await new Xrai(model).attribute(x, { target: 3, segments, minPixelDiff: 50 });
    assert.deepEqual(map.shape, [2, 20, 24, 1]);
    nearly(map.values, golden("xrai").values, 1e-4);
    assert.deepEqual(map.regions, golden("xrai_ranks").values);
    const masks = segments.flatMap((each) => masksOf(each.values));
    const drawn = new Int32Array(masks.length * 480);
    for (const [i, mask] of masks.entries()) for (const place of mask) drawn[i * 480 + place] = 1;
    const asMasks = { values: drawn, shape: [masks.length, 20, 24] };
    const same = await new Xrai(model).attribute(x, { target: 3, segments: asMasks, minPixelDiff: 50 });
    assert.deepEqual(same.values, map.values);
  });

  it("takes values of another method, and gives the same whatever the layout", async () => {
    const { model, x } = await smooth();
    const first = await new Xrai(model).attribute(x, { target: 3, nSteps: 8 });
    assert.ok((first.regions?.reduce((most, rank) => Math.max(most, rank), 0) ?? 0) > 3);
    const turned = await lastChannels();
    const last = await new Xrai(turned.model).attribute(turned.x, { target: 3, nSteps: 8 });
    nearly(last.values, first.values, 1e-5);
    assert.deepEqual(last.regions, first.regions);

    const black = { target: 3, baselines: 0, nSteps: 8 };
    const attribution = await new IntegratedGradients(model).attribute(x, black);
    const given = await new Xrai(model).attribute(x, { target: 3, attribution });
    assert.ok(given.modelPasses < 5);
    nearly(given.values, (await new Xrai(model).attribute(x, black)).values, 1e-6);
  });

  it("keeps its regions on the way through JSON, and drops them with a sum of channels", async () => {
    const { model, x } = await smooth();
    const map = await new Xrai(model).attribute(x, { targets: [1, 3], nSteps: 4 });
    assert.equal(map.regions?.length, 2 * 2 * 480);
    assert.deepEqual(Explanation.fromJSON(JSON.parse(JSON.stringify(map))).regions, map.regions);
    assert.deepEqual(map.normalize().regions, map.regions);
    assert.equal(map.aggregate().regions, undefined);
    const json = { ...map.toJSON(), regions: [1, 2] };
    assert.throws(() => Explanation.fromJSON(json), { name: "DataError" });
  });

  it("says what does not fit", async () => {
    const { model, x } = await smooth();
    const ask = (options: object) => new Xrai(model).attribute(x, { target: 3, ...options });
    const small = { values: new Int32Array(4), shape: [2, 2] };
    await assert.rejects(ask({ segments: small }), {
      name: "ShapeError",
      message:
        "segments of shape [2, 2] do not fit pictures of 20 × 24: give [20, 24], a list of such, or masks, [masks, 20, 24]",
    });
    await assert.rejects(ask({ segments: [] }), { message: "segments is an empty list: give at least one" });
    await assert.rejects(ask({ attribution: small }), { message: /an attribution of shape \[2, 2\] does not fit/ });
    await assert.rejects(ask({ algorithm: "quick" }), { message: /algorithm is "quick"/ });
  });
});
