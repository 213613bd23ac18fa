import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { BackendInfo } from "../kernel/library/ground/session.ts";
import { startSession } from "../kernel/tensorflow/session.ts";

let session: Promise<BackendInfo> | undefined;

/** Starts the one session of the test process and puts tfjs on a backend, whatever the file before used: `before(ready)`. */
export const ready = () => readyOn("wasm");

export async function readyOn(backend: "wasm" | "cpu"): Promise<void> {
  session ??= startSession({ backend: "wasm" });
  await session;
  await tf.setBackend(backend);
}

/** Fails unless `run` leaves as many tensors as it found (`kept` more, where it hands some over), also where it throws. */
export async function assertNoLeak<T>(run: () => T | Promise<T>, kept = 0): Promise<T> {
  const before = tf.memory().numTensors;
  let result: T;
  try {
    result = await run();
  } catch (error) {
    // A failed assertion of the test itself skips its own tidying up.
    if (error instanceof assert.AssertionError) throw error;
    assert.equal(tf.memory().numTensors - before, 0, `tensors left behind by a run that threw: ${error}`);
    throw error;
  }
  assert.equal(tf.memory().numTensors - before, kept, "tensors left behind");
  return result;
}
