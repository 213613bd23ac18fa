import fc from "fast-check";
import { int, ints, string } from "../../../kernel/library/engine/graph/constants.ts";
import { checkGradients, operator, random } from "./checkGradients.ts";

/** A way for a window to move along one axis. */
const axis = fc.record({
  kernel: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  begin: fc.integer({ min: 0, max: 2 }),
  end: fc.integer({ min: 0, max: 2 }),
  extra: fc.integer({ min: 0, max: 3 }),
});
type Axis = typeof axis extends fc.Arbitrary<infer T> ? T : never;

const windowAttributes = (axes: readonly Axis[]) => ({
  strides: ints(axes.map(({ stride }) => stride)),
  dilations: ints(axes.map(({ dilation }) => dilation)),
  pads: ints([...axes.map(({ begin }) => begin), ...axes.map(({ end }) => end)]),
});
const kernels = (axes: readonly Axis[]) => axes.map(({ kernel }) => kernel);
/** A size that the window fits into, with some cells left over for the stride to skip. */
const sizes = (axes: readonly Axis[]) =>
  axes.map(({ kernel, dilation, extra, begin, end }) =>
    Math.max((kernel - 1) * dilation + 1 + extra - Math.floor((begin + end) / 2), 1),
  );
const fits = (axes: readonly Axis[]) =>
  axes.every(({ kernel, dilation, begin, end }, index) => {
    const size = sizes(axes)[index] ?? 0;
    return size + begin + end >= (kernel - 1) * dilation + 1;
  });

const axes = fc.array(axis, { minLength: 1, maxLength: 2 }).filter(fits);
const groups = fc.constantFrom(
  { group: 1, inside: 2, out: 3 },
  { group: 2, inside: 1, out: 4 },
  { group: 3, inside: 2, out: 3 },
);

describe("gradients of convolutions equal central differences", () => {
  it("Conv: groups, strides, dilations and pads in one and two dimensions", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), axes, groups, async (seed, moves, { group, inside, out }) => {
        const x = random(seed, [2, group * inside, ...sizes(moves)]);
        const w = random(seed + 1, [out, inside, ...kernels(moves)]);
        const inputs = { x, w, b: random(seed + 2, [out]) };
        const attributes = { ...windowAttributes(moves), kernel_shape: ints(kernels(moves)), group: int(group) };
        await checkGradients(operator("Conv", inputs, attributes), inputs);
      }),
      { numRuns: 40 },
    ));

  it("Conv with padding found by itself", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.constantFrom("SAME_UPPER", "SAME_LOWER", "VALID"),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 4, max: 7 }),
        async (seed, pad, stride, size) => {
          const inputs = { x: random(seed, [2, 1, size, 5]), w: random(seed + 1, [2, 1, 3, 2]) };
          const attributes = { kernel_shape: ints([3, 2]), strides: ints([stride, 1]), auto_pad: string(pad) };
          await checkGradients(operator("Conv", inputs, attributes), inputs, {
            symbolic: stride === 1 || pad === "VALID",
          });
        },
      ),
      { numRuns: 15 },
    ));

  it("ConvTranspose: groups, strides, dilations, pads and output padding", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), axes, groups, async (seed, moves, { group, inside, out }) => {
        const x = random(seed, [2, out, ...moves.map(({ extra }) => extra + 2)]);
        const w = random(seed + 1, [out, inside, ...kernels(moves)]);
        const inputs = { x, w, b: random(seed + 2, [group * inside]) };
        const pads = moves.map(({ begin, kernel }) => Math.min(begin, kernel - 1));
        const attributes = {
          ...windowAttributes(moves),
          pads: ints([...pads, ...pads.map(() => 0)]),
          output_padding: ints(moves.map(({ stride }) => stride - 1)),
          group: int(group),
        };
        await checkGradients(operator("ConvTranspose", inputs, attributes), inputs);
      }),
      { numRuns: 40 },
    ));

  it("ConvTranspose with its output's shape given", async () => {
    const inputs = { x: random(1, [1, 2, 3, 3]), w: random(2, [2, 1, 3, 3]) };
    const attributes = { strides: ints([2, 2]), output_shape: ints([6, 6]), kernel_shape: ints([3, 3]) };
    for (const pad of ["NOTSET", "SAME_UPPER", "SAME_LOWER"]) {
      const graph = operator("ConvTranspose", inputs, { ...attributes, auto_pad: string(pad) });
      await checkGradients(graph, inputs, { symbolic: false });
    }
  });
});
