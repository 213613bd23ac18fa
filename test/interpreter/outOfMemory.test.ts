import assert from "node:assert/strict";
import { explainOutOfMemory, inUnits } from "../../kernel/interpreter/outOfMemory.ts";
import { startKernel } from "../kernel.ts";

const session = { backend: "tfjs-node", memory: () => ({ numTensors: 12, numBytes: 3 * 2 ** 20 }) };
const machine = () => ({ free: 20 * 2 ** 30, total: 24 * 2 ** 30 });
const told = (message: string, name = "Error") => {
  const error = new Error(message);
  error.name = name;
  return explainOutOfMemory(error, session, machine) as Error;
};

describe("out of memory", () => {
  it("of TensorFlow is told with sizes and advice", () => {
    const cpu = told(
      "Error while executing op: OOM when allocating tensor with shape[32768,32768,8192] and type float on /job:localhost/replica:0/task:0/device:CPU:0 by allocator cpu [Op:Fill]",
    );
    assert.equal(cpu.name, "OutOfMemoryError");
    assert.match(
      cpu.message,
      /^Out of memory: a float32 tensor of shape \[32768,32768,8192\] needs 32\.0 TiB\. The session holds 12 tensors \(3\.0 MiB\)\. 20\.0 GiB of this machine's 24\.0 GiB are free\. Use smaller batches/,
    );
    const gpu = told(
      "OOM when allocating tensor with shape[1024,1024] and type double on /device:GPU:0 by allocator GPU_0_bfc",
    );
    assert.match(
      gpu.message,
      /^The GPU is out of memory: a double tensor of shape \[1024,1024\] needs 8\.0 MiB\. The session holds 12 tensors \(3\.0 MiB\)\. Use/,
    );
  });

  it("of WebAssembly and WebGPU is told too", () => {
    const wasm = told("Aborted(). Build with -sASSERTIONS for more info.", "RuntimeError");
    assert.match(wasm.message, /WebAssembly's memory is full.*restart the kernel/);
    assert.match(told("Not enough memory left.", "GPUOutOfMemoryError").message, /^The GPU is out of memory\./);
  });

  it("leaves every other error as it is", () => {
    for (const error of [new Error("Aborted"), new RangeError("Invalid array length"), "Aborted(", undefined]) {
      assert.equal(explainOutOfMemory(error, session, machine), error);
    }
  });

  it("is an error of the cell, and the kernel goes on", async () => {
    const kernel = startKernel();
    try {
      const { error } = await kernel.run("const kept = 41;\nnew Float32Array(2 ** 48)");
      assert.match(
        error ?? "",
        /OutOfMemoryError: Out of memory for an array of 281,474,976,710,656 values[\s\S]*line 2/,
      );
      assert.equal((await kernel.run("kept + 1")).value, "42");
    } finally {
      await kernel.stop();
    }
  });

  it("counts in the unit that fits", () => {
    assert.deepEqual([0, 1023, 1024, 1.5 * 2 ** 30].map(inUnits), ["0 B", "1023 B", "1.0 KiB", "1.5 GiB"]);
  });
});
