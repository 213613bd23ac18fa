import type { BackendInfo } from "../library/ground/session.ts";
import { isTensorFlowNode } from "./brought.ts";

/**
 * Starts the TensorFlow session at the first import that needs it, so that a notebook without one starts at once, and
 * says once what is used where a cell asked for more than there is.
 */
export function sessionStarter(folder: string): (specifier: string) => Promise<void> {
  let session: Promise<BackendInfo> | undefined;
  let told = false;
  return async (specifier) => {
    session ??= withoutItsHandlers(async () => (await import("../tensorflow/session.ts")).startSession({ folder }));
    const info = await session;
    const wantsNode = isTensorFlowNode(specifier);
    if (wantsNode && !info.backend.startsWith("tfjs-node") && !told) {
      told = true;
      console.warn(info.describe());
    }
  };
}

/** Emscripten's code takes every stray error of the process for its own and throws it again, which ends the kernel. */
async function withoutItsHandlers<T>(start: () => Promise<T>): Promise<T> {
  const events = ["uncaughtException", "unhandledRejection"];
  const before = new Map(events.map((event) => [event, new Set(process.listeners(event as "beforeExit"))]));
  try {
    return await start();
  } finally {
    for (const [event, known] of before) {
      for (const listener of process.listeners(event as "beforeExit")) {
        if (!known.has(listener)) process.removeListener(event, listener);
      }
    }
  }
}
