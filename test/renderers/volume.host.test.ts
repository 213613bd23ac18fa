import assert from "node:assert/strict";
import { displayKey, heatmap, mime } from "../../kernel/library/display/index.ts";
import type { VolumeSpec } from "../../kernel/library/signature/Signature.ts";
import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import { explanationProblem } from "../../kernel/payloads/explanationPayload.ts";
import * as kinds from "../display/kinds.ts";
import { editorPages } from "./editorPages.ts";

const size = [16, 48, 40] as const;
const spec: VolumeSpec = {
  ...(kinds.scan as VolumeSpec),
  shape: [1, ...size],
  depth: 16,
  height: 48,
  width: 40,
  spacing: [3, 1, 1],
};

/** A ball in a scan; the map has one voxel for and one against. */
const inputs = Float32Array.from({ length: 16 * 48 * 40 }, (_, i) => {
  const [d, r, c] = [Math.floor(i / 1920), Math.floor(i / 40) % 48, i % 40];
  return Math.hypot(3 * (d - 8), r - 24, c - 20) < 18 ? 200 - r : 20;
});
const at = (d: number, r: number, c: number) => (d * 48 + r) * 40 + c;
const map = (voxels: Record<number, number>) =>
  kinds.explained([1, ...size], [3.2, 0.1], {
    inputs,
    inputSpec: spec,
    outputSpec: kinds.embedding,
    values: Float32Array.from({ length: 16 * 48 * 40 }, (_, i) => voxels[i] ?? 0),
  });
const first = map({ [at(11, 20, 7)]: 5, [at(4, 30, 30)]: -2 });
const second = map({ [at(2, 10, 9)]: 3 });

async function payloadOf(maps: Parameters<typeof heatmap>[0]): Promise<ExplanationPayload> {
  const bundle = await heatmap(maps, { locale: "en", clip: 100 })[displayKey]();
  return JSON.parse(JSON.stringify(bundle[mime.explanation])) as ExplanationPayload;
}

describe("the view of a volume", () => {
  const { open } = editorPages("explanation");

  it("begins at the slice of the first map's strongest voxel, and holds the volume once", async () => {
    const payload = await payloadOf([first, second]);
    assert.equal(explanationProblem(payload), undefined);
    assert.deepEqual(
      payload.maps.map(({ layout, image, volume }) => [layout, image, volume?.under, volume?.at]),
      [
        [{ kind: "slice", at: 11, of: 16 }, 0, 0, [11, 20, 7]],
        [{ kind: "slice", at: 11, of: 16 }, 0, 0, [2, 10, 9]],
      ],
    );
    assert.equal(payload.volumes?.length, 1);
    assert.ok(JSON.stringify(payload).length < 60_000, `${JSON.stringify(payload).length} bytes`);
    const without = { ...payload, volumes: [] };
    assert.match(explanationProblem(without) ?? "", /maps\[0\]\.volume\.under names no volume/);
  });

  it("scrolls through the slices of all maps at once, values and planes with it", async () => {
    const { page, picture } = await open(await payloadOf([first, second]), { theme: "light" });
    const slider = page.getByRole("slider", { name: "Slice" });
    assert.equal(await slider.getAttribute("aria-valuetext"), "slice 11 (0–15)");
    const value = async () => (await page.locator(".card .value").allTextContents()).map((text) => text.trim());
    /** Puts the cursor on a voxel of the slice that is shown. */
    const point = async (row: number, column: number) => {
      const box = await page.locator(".card canvas").nth(1).boundingBox();
      assert.ok(box);
      const [y, x] = [((row + 0.5) / 48) * box.height, ((column + 0.5) / 40) * box.width];
      await page.locator(".card .stage").nth(1).click({ position: { x, y } });
    };
    await point(20, 7);
    assert.ok((await value()).includes("value +5"), (await value()).join());
    await picture("volume");
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await slider.getAttribute("aria-valuetext"), "slice 10 (0–15)");
    assert.ok(!(await value()).includes("value +5"), (await value()).join());
    await slider.fill("2");
    await point(10, 9);
    assert.ok((await value()).includes("value +3"), (await value()).join());
    const planes = await page
      .locator(".planes canvas")
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    assert.deepEqual(planes.slice(0, 3), [
      "Plane through column 9, across the slices; depth runs to the right",
      "Plane through row 10, across the slices; depth runs down",
      "The largest value along depth",
    ]);
  });

  it("draws every slice with the same colors", async () => {
    const { page } = await open(await payloadOf(first), { theme: "light" });
    const scale = async () => page.locator(".scale").textContent();
    const before = await scale();
    assert.match(before ?? "", /5/);
    await page.getByRole("slider", { name: "Slice" }).fill("4");
    assert.equal(await scale(), before);
  });
});
