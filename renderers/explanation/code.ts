import type { ViewMap } from "./viewMaps.ts";

/** Cells' code that makes these maps anew. `model` and `image` are the reader's own. */
export function codeOf(maps: readonly ViewMap[], clip: number): string {
  const sources = maps.filter(({ told }, i) => i === maps.findIndex((other) => same(other.told, told)));
  const names = namesOf(sources);
  const methods = [...new Set(sources.flatMap(({ told }) => [told.method, ...innerOf(told)]))].sort();
  const grids = new Set<string>();
  const calls = sources.map(({ told, segments, map }, i) => {
    const [inner] = innerOf(told);
    const options = Object.entries(told.options).filter(([name]) => !facts.has(name) && !(inner && name === "method"));
    const { layer } = told.options;
    const mask = segments && maskCode(segments, map.height, map.width);
    if (mask?.startsWith("grid")) grids.add("gridSegments");
    const given = {
      target: told.target,
      ...(told.output === "logit" ? {} : { output: told.output }),
      ...Object.fromEntries(options),
      ...(told.seed !== undefined && { seed: told.seed }),
    };
    const written = [...Object.entries(given).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)];
    if (mask) written.push(`featureMask: ${mask}`);
    const of = layer === undefined ? "model" : `model, ${JSON.stringify(layer)}`;
    const made = inner ? `new ${inner}(${of})` : of;
    return `const ${names[i]} = await new ${told.method}(${made}).attribute(image, { ${written.join(", ")} });`;
  });
  const shown = names.length === 1 ? names[0] : `[${names.join(", ")}]`;
  return [
    `import { heatmap } from "glassbook/display";`,
    `import { ${[...methods, ...grids].join(", ")} } from "glassbook/explain";`,
    "",
    ...calls,
    `display(heatmap(${shown}, { image, clip: ${clip} }));`,
    "",
  ].join("\n");
}

/** What an explanation tells of itself that is no option of its method, or not of `attribute`. */
const facts = new Set(["layer", "enumerated", "backgrounds", "draws", "intercept", "channel", "cut"]);

/** The method that NoiseTunnel goes through. */
const innerOf = ({ method, options }: ViewMap["told"]): string[] =>
  method === "NoiseTunnel" && typeof options.method === "string" ? [options.method] : [];

const same = (a: ViewMap["told"], b: ViewMap["told"]) =>
  a.method === b.method && a.target === b.target && JSON.stringify(a.options) === JSON.stringify(b.options);

/** `IntegratedGradients` → `integratedGradients`; the second of a name gets a 2. */
function namesOf(maps: readonly ViewMap[]): string[] {
  const seen = new Map<string, number>();
  return maps.map(({ told: { method } }) => {
    const name = method.charAt(0).toLowerCase() + method.slice(1);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}${count}`;
  });
}

/** The call that makes a mask of squares; another mask has to be named by the reader. */
function maskCode(mask: ArrayLike<number>, height: number, width: number): string {
  let size = 1;
  while (size < width && mask[size] === mask[0]) size++;
  const across = Math.ceil(width / size);
  const isGrid = Array.from({ length: height * width }).every(
    (_, i) => mask[i] === Math.floor(i / width / size) * across + Math.floor((i % width) / size),
  );
  return isGrid ? `gridSegments([${height}, ${width}], ${size})` : "featureMask";
}
