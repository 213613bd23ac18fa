import { createRequire, Module } from "node:module";

type Resolve = (request: string, ...rest: unknown[]) => string;

/** While `run` loads CommonJS modules, each part of tfjs is the kernel's own, whatever copy lies beside the module. */
export function withOneTfjs<T>(run: () => T): T {
  // Node's types leave it out. It is what a resolve hook amounts to on Node 20, which has none for require.
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const original = loader._resolveFilename;
  const own = createRequire(createRequire(import.meta.url).resolve("@tensorflow/tfjs"));
  const redirected: Resolve = function (this: unknown, request, ...rest) {
    const isPart = /^@tensorflow\/tfjs(-core|-layers|-data|-converter)?($|\/)/.test(request);
    if (!isPart) return original.call(this, request, ...rest);
    // own.resolve comes this way too.
    loader._resolveFilename = original;
    try {
      return own.resolve(request);
    } finally {
      loader._resolveFilename = redirected;
    }
  };
  loader._resolveFilename = redirected;
  try {
    return run();
  } finally {
    loader._resolveFilename = original;
  }
}
