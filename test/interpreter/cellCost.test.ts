import assert from "node:assert/strict";
import { type AnyMessage, isMessage } from "../../kernel/protocol/message.ts";
import { startKernel } from "../kernel.ts";

/** `metadata.glassbook` of the cell's reply. */
function costOf(messages: readonly AnyMessage[]) {
  const reply = messages.find((message) => isMessage(message, "execute_reply"));
  return reply?.metadata.glassbook as { durationMs: number; tensors: number; tensorDelta: number; bytes: number } & {
    backend?: string;
    device?: string;
  };
}

describe("what a cell cost", () => {
  let kernel: ReturnType<typeof startKernel>;
  before(() => {
    kernel = startKernel();
  });
  after(() => kernel.stop());
  const cost = async (code: string) => costOf((await kernel.run(code)).messages);

  it("is told in its reply: time, tensors held, and how many more than before", async () => {
    const plain = await cost("await new Promise((done) => setTimeout(done, 20))");
    assert.ok(plain.durationMs >= 19, `${plain.durationMs}`);
    assert.deepEqual({ ...plain, durationMs: 0 }, { durationMs: 0, tensors: 0, tensorDelta: 0, bytes: 0 });
    const made = await cost("import * as tf from '@tensorflow/tfjs'; const kept = [tf.zeros([4]), tf.ones([2, 2])]");
    const { backend, device, ...counted } = made;
    assert.deepEqual({ ...counted, durationMs: 0 }, { durationMs: 0, tensors: 2, tensorDelta: 2, bytes: 32 });
    assert.ok(backend && device, "and what they are on");
    const freed = await cost("tf.dispose(kept)");
    assert.deepEqual([freed.tensors, freed.tensorDelta, freed.bytes], [0, -2, 0]);
  });

  it("is told of a cell that throws too", async () => {
    const thrown = await cost("const lost = tf.zeros([3]); throw new Error('x')");
    assert.deepEqual([thrown.tensors, thrown.tensorDelta], [1, 1]);
    assert.match((await kernel.run("%tensors")).stdout, /^1 tensor, 0\.0 MiB; the previous cell added 1/);
  });
});
