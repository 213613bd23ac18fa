import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const tfjs = /^@tensorflow\/tfjs(-core|-layers|-data|-converter|-node|-node-gpu)?$/;
const room = /^glassbook(?:\/(\w+))?$/;

/** Whether a specifier means TensorFlow.js in one of its packages; there is one instance of it for all. */
export const isTensorFlow = (specifier: string) => tfjs.test(specifier);

/** Whether it means one of the packages that bring libtensorflow, which may or may not be installed. */
export const isTensorFlowNode = (specifier: string) => isTensorFlow(specifier) && /-node(-gpu)?$/.test(specifier);

const located = new Map<string, string>();

/**
 * Where the kernel's own copy of a module is: the library that cells import, and the one tfjs that the session holds.
 * `@tensorflow/tfjs-node` and `-node-gpu` are that tfjs too, with `tf.node`: where they are set up, they are its backend.
 *
 * @param home URL of the kernel's folder in dist, ending in a slash
 * @returns a file URL, or undefined for everything that Node should look for itself
 */
export function locateBrought(specifier: string, home: string): string | undefined {
  const named = room.exec(specifier);
  if (named) return new URL(named[1] ? `library/${named[1]}/index.js` : "library/index.js", home).href;
  if (specifier === "tslab") return new URL("library/tslab/index.js", home).href;
  if (isTensorFlowNode(specifier)) return new URL("library/tensorflow/tfjsNode/index.js", home).href;
  if (!isTensorFlow(specifier)) return undefined;
  const known = located.get(specifier);
  if (known) return known;
  const whole = createRequire(home).resolve("@tensorflow/tfjs");
  const url = pathToFileURL(createRequire(whole).resolve(specifier)).href;
  located.set(specifier, url);
  return url;
}
