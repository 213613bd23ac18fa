import { isTensorFlow } from "./brought.ts";

/**
 * Starts the TensorFlow session at the first import that needs it, so that a notebook without one starts at once, and
 * says once what is used where a cell asked for more than there is.
 */
export function sessionStarter(folder: string): (specifier: string) => Promise<void> {
  let session: Promise<{ backend: string; describe(): string }> | undefined;
  let told = false;
  return async (specifier) => {
    session ??= import("../tensorflow/session.ts").then(({ startSession }) => startSession({ folder }));
    const { backend, describe } = await session;
    const wantsNode = isTensorFlow(specifier) && /-node/.test(specifier);
    if (wantsNode && backend !== "tensorflow" && !told) {
      told = true;
      console.warn(describe());
    }
  };
}
