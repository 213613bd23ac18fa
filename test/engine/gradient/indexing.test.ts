import fc from "fast-check";
import { int, int64, string } from "../../../kernel/library/engine/graph/constants.ts";
import { checkGradients, operator, random } from "./checkGradients.ts";

describe("gradients of indexing, resizing and sums by letters equal central differences", () => {
  const x = random(1, [3, 4, 5]);

  it("Slice with any start, end and step", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          { starts: [1], ends: [3], axes: [0], steps: [1] },
          { starts: [0, -1], ends: [4, -6], axes: [1, 2], steps: [2, -2] },
          { starts: [-2], ends: [1000], axes: [-1], steps: [1] },
        ),
        async ({ starts, ends, axes, steps }) => {
          const inputs = { x, starts: int64(starts), ends: int64(ends), axes: int64(axes), steps: int64(steps) };
          await checkGradients(operator("Slice", inputs), inputs);
          const { x: whole, ...places } = inputs;
          const fixed = { ...operator("Slice", inputs), constants: new Map(Object.entries(places)) };
          await checkGradients({ ...fixed, inputs: fixed.inputs.slice(0, 1) }, { x: whole });
        },
      ),
      { numRuns: 6 },
    ));

  it("Pad, also by negative amounts and for some axes", async () => {
    const pads = int64([0, 1, -1, 2, 0, 1]);
    await checkGradients(operator("Pad", { x, pads }), { x, pads });
    const some = { x, pads: int64([1, 2]), axes: int64([1]) };
    await checkGradients(operator("Pad", some, {}, { opset: 18, order: ["x", "pads", "", "axes"] }), some);
  });

  it("Gather along every axis, with repeated and negative indices", async () => {
    for (const axis of [0, 1, 2, -1]) {
      const indices = int64([1, 0, 1, -1], [2, 2]);
      await checkGradients(operator("Gather", { x, indices }, { axis: int(axis) }), { x, indices });
      const single = int64(2);
      await checkGradients(operator("Gather", { x, indices: single }, { axis: int(axis) }), { x, indices: single });
    }
    const short = { type: "int32", shape: [2], data: Int32Array.of(2, 2) } as const;
    await checkGradients(operator("Gather", { x, indices: short }), { x, indices: short });
  });

  it("GatherElements and GatherND", async () => {
    const indices = int64([0, 1, 1, 2, 0, 0], [2, 3, 1]);
    const cut = random(2, [2, 3, 1]);
    await checkGradients(operator("GatherElements", { x: random(3, [2, 3, 4]), indices }, { axis: int(2) }), {
      x: random(3, [2, 3, 4]),
      indices,
    });
    const places = int64([0, 1, 1, 2, 0, 1], [3, 2]);
    await checkGradients(operator("GatherND", { x: cut, places }), { x: cut, places });
  });

  it("CumSum both ways, with and without its own element", async () => {
    for (const [exclusive, reverse] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const inputs = { x, axis: int64(1) };
      const attributes = { exclusive: int(exclusive), reverse: int(reverse) };
      await checkGradients(operator("CumSum", inputs, attributes), inputs);
    }
  });

  it("DepthToSpace and SpaceToDepth", async () => {
    const deep = random(3, [1, 8, 2, 2]);
    await checkGradients(operator("DepthToSpace", { x: deep }, { blocksize: int(2) }), { x: deep });
    await checkGradients(operator("SpaceToDepth", { x: deep }, { blocksize: int(2) }), { x: deep });
  });

  it("Resize by factors and to sizes, nearest and linear, however coordinates are counted", async () => {
    const image = random(4, [1, 2, 3, 4]);
    const none = { type: "float32", shape: [0], data: new Float32Array(0) } as const;
    const scales = { type: "float32", shape: [4], data: Float32Array.of(1, 1, 2, 3) } as const;
    const wrt = { withRespectTo: ["x"], weights: ["scales", "sizes"] };
    for (const mode of ["nearest", "linear"]) {
      for (const coordinates of ["half_pixel", "asymmetric", "align_corners"]) {
        const attributes = { mode: string(mode), coordinate_transformation_mode: string(coordinates) };
        const byFactors = { x: image, none, scales };
        await checkGradients(operator("Resize", byFactors, attributes), byFactors, wrt);
        const toSizes = { x: image, none, empty: none, sizes: int64([1, 2, 5, 2]) };
        await checkGradients(
          operator("Resize", toSizes, attributes, { order: ["x", "none", "", "sizes"] }),
          toSizes,
          wrt,
        );
      }
    }
  });

  it("Einsum", async () => {
    for (const [equation, left, right] of [
      ["ij,jk->ik", [2, 3], [3, 4]],
      ["bhqd,bhkd->bhqk", [2, 2, 3, 2], [2, 2, 4, 2]],
      ["bi,bi->b", [2, 3], [2, 3]],
      ["i,j->ij", [2], [3]],
    ] as const) {
      const inputs = { a: random(1, left), b: random(2, right) };
      await checkGradients(operator("Einsum", inputs, { equation: string(equation) }), inputs);
    }
  });
});
