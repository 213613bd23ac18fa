import assert from "node:assert/strict";
import { displayKey, heatmap, mime } from "../../kernel/library/display/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { explain } from "./fixture.ts";
import { noisy } from "./noisy.ts";
import { rgbOf } from "./rgbOf.ts";

type Options = Parameters<typeof heatmap>[1];

async function pictureOf(maps: Explanation | Explanation[], options?: Options) {
  const picture = rgbOf((await heatmap(maps, options)[displayKey]())[mime.png]);
  const isInk = (y: number, x: number) => picture.data[3 * (y * picture.width + x)] < 40;
  /** The dots of a line of letters, `step` pixels apart, without the empty columns around them. */
  const dots = (top: number, step: number, from = 0, to = picture.width) => {
    const rows = Array.from({ length: 7 }, (_, row) =>
      Array.from({ length: Math.floor((to - from) / step) }, (_, column) =>
        isInk(top + row * step, from + column * step) ? "#" : " ",
      ).join(""),
    );
    return rows.map((row) => row.trimEnd());
  };
  return { ...picture, dots };
}

const likely = (target: number) => Float32Array.from({ length: 10 }, (_, i) => (i === target ? 0.38 : 0.02));

const zeros = new Float32Array(784);
const one = Float32Array.from({ length: 784 }, (_, i) => Number(i === 400));

describe("words of a heat map's PNG", () => {
  it("are its method, and its class with the probability", async () => {
    const map = explain(0, { target: 7, probabilities: likely(7) });
    const { dots } = await pictureOf(map, { titles: ["Cat"], labels: [...new Array(7).fill("no"), "ox"] });
    assert.deepEqual(dots(0, 2), [
      " ###         #",
      "#   #        #",
      "#      ###  ###",
      "#         #  #",
      "#      ####  #",
      "#   # #   #  #  #",
      " ###   ####   ##",
    ]);
    assert.deepEqual(dots(16, 2), [
      "                #####  ###  ##",
      "                   #  #   # ##  #",
      " ###  #   #       #   #   #    #",
      "#   #  # #         #   ###    #",
      "#   #   #           # #   #  #",
      "#   #  # #      #   # #   # #  ##",
      " ###  #   #      ###   ###     ##",
    ]);
  });

  it("are in Latin letters: of a Chinese title the method, of a Chinese class its number", async () => {
    const map = explain(0, { target: 7, probabilities: likely(7) });
    const first = async (options: Options, top: number) => (await pictureOf(map, options)).dots(top, 1, 0, 200);
    const chinese = { titles: ["积分梯度"], labels: new Array(10).fill("猫"), locale: "zh-CN" } as const;
    assert.deepEqual(await first(chinese, 3), await first({}, 3));
    assert.deepEqual(await first(chinese, 16), await first({ labels: new Array(10).fill("7"), locale: "zh-CN" }, 16));
    assert.notDeepEqual(await first(chinese, 16), await first({ labels: new Array(10).fill("8") }, 16));
  });

  it("end where a title is too long, with three dots", async () => {
    const { dots } = await pictureOf(explain(0), { titles: ["l".repeat(90)] });
    const [row, , , , , last] = dots(3, 1);
    assert.match(row, /^(###? +)+/);
    assert.ok(last.length <= 224);
    assert.match(dots(3, 1)[6], /(##) ?(##) ?(##)$/);
  });

  it("tell below what the colors reach to: from 0, or to both sides of it", async () => {
    const unsigned = await pictureOf(explain(0, { method: "Saliency", values: one }), { clip: 100 });
    const bar = unsigned.height - 8;
    assert.deepEqual(unsigned.dots(bar, 1, 0, 6), [" ###", "#   #", "#  ##", "# # #", "##  #", "#   #", " ###"]);
    assert.deepEqual(unsigned.dots(bar, 1, 221), [" #", "##", " #", " #", " #", " #", "###"]);
    // Of so many colors a PNG keeps near ones.
    const isNear = ({ data, width }: typeof unsigned, x: number, color: readonly number[]) =>
      assert.ok(
        color.every((part, c) => Math.abs(part - data[3 * (bar * width + x) + c]) <= 8),
        `${x}`,
      );
    isNear(unsigned, 9, [255, 255, 255]);
    isNear(unsigned, 112, [185, 137, 189]);
    isNear(unsigned, 216, [133, 49, 140]);
    const signed = await pictureOf(explain(0, { values: one }), { clip: 100 });
    assert.deepEqual([signed.dots(bar, 1, 0, 6)[3], signed.dots(bar, 1, 6, 10)[6]], ["#####", "###"]);
    isNear(signed, 16, [66, 94, 168]);
    isNear(signed, 207, [232, 110, 21]);
  });

  it("have a bar for each scale, and none of a list", async () => {
    const map = explain(0);
    const [alone, same, two] = await Promise.all([
      pictureOf(map),
      pictureOf([map, map]),
      pictureOf([map, explain(0, { method: "Saliency", values: one })]),
    ]);
    assert.deepEqual([alone.height, same.height, two.height], [224 + 32 + 11, 224 + 32 + 22, 224 + 32 + 44]);
  });

  it("stand above the picture too, which of two or of five bands nobody sees", async () => {
    const color = await pictureOf(noisy(32, 3));
    assert.equal(color.width, 2 * 224 + 12);
    assert.deepEqual(color.dots(0, 2, 0, 22), [
      "####   #",
      "#   #",
      "#   # ##",
      "####   #  #",
      "#      #  #",
      "#      #  #",
      "#     ###",
    ]);
    for (const bands of [2, 5]) {
      const shape = [1, 28, 28, bands];
      const values = Float32Array.from({ length: 784 * bands }, (_, i) => Math.sin(i));
      const map = explain(0, { shape, inputShape: shape, values, inputs: values, inputSpec: undefined });
      const { width, height } = await pictureOf(map);
      assert.equal(width, 224);
      assert.ok(height / width > 0.8 && height / width < 1.2, `${height} × ${width}`);
    }
  });

  it("leave a map of zeros its scale", async () => {
    assert.equal((await pictureOf(explain(0, { values: zeros }))).height, 267);
  });
});
