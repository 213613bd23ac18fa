import fc from "fast-check";
import { int, int64, ints } from "../../../kernel/library/engine/graph/constants.ts";
import { checkGradients, operator, random } from "./checkGradients.ts";

describe("gradients of shape operators equal central differences", () => {
  const x = random(1, [2, 3, 4]);

  it("Reshape, Flatten, Squeeze, Unsqueeze, Identity, Dropout", async () => {
    await checkGradients(operator("Reshape", { x, shape: int64([4, -1]) }), { x, shape: int64([4, -1]) });
    await checkGradients(operator("Flatten", { x }, { axis: int(2) }), { x });
    await checkGradients(operator("Unsqueeze", { x, axes: int64([0, 3]) }), { x, axes: int64([0, 3]) });
    const thin = random(2, [2, 1, 3, 1]);
    await checkGradients(operator("Squeeze", { x: thin, axes: int64([1, 3]) }), { x: thin, axes: int64([1, 3]) });
    await checkGradients(operator("Identity", { x }), { x });
    await checkGradients(operator("Dropout", { x }), { x });
  });

  it("Transpose", () =>
    fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (perm) =>
        checkGradients(operator("Transpose", { x }, { perm: ints(perm) }), { x }),
      ),
      { numRuns: 6 },
    ));

  it("Transpose of all axes, without saying which", () => checkGradients(operator("Transpose", { x }), { x }));

  it("Concat and Split along every axis", async () => {
    for (const axis of [0, 1, 2, -1]) {
      const shape = [2, 3, 4];
      shape.splice(axis, 1, 2);
      const inputs = { x, z: random(5, axis === -1 ? [2, 3, 2] : shape) };
      await checkGradients(operator("Concat", inputs, { axis: int(axis) }), inputs);
    }
    const sizes = int64([1, 3]);
    const graph = operator("Split", { x, sizes }, { axis: int(-1) }, { outputs: 2 });
    await checkGradients(graph, { x, sizes });
    await checkGradients(graph, { x, sizes }, { of: "y1" });
  });

  it("Expand and Tile", async () => {
    const thin = random(4, [3, 1]);
    await checkGradients(operator("Expand", { x: thin, shape: int64([2, 3, 4]) }), {
      x: thin,
      shape: int64([2, 3, 4]),
    });
    await checkGradients(operator("Tile", { x, repeats: int64([2, 1, 3]) }), { x, repeats: int64([2, 1, 3]) });
  });
});
