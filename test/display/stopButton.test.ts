import assert from "node:assert/strict";
import { stopButton } from "../../kernel/library/display/stopButton.ts";
import { type Comm, type CommOpenListener, commKey } from "../../kernel/library/ground/comm.ts";

describe("the Stop button's line to the kernel", () => {
  const host = globalThis as { [commKey]?: unknown };
  let opened: CommOpenListener | undefined;
  before(() => {
    host[commKey] = { onOpen: (_target: string, listener: CommOpenListener) => (opened = listener) };
  });
  after(() => {
    delete host[commKey];
  });

  /** Opens the line as a view does; what the kernel closes it with. */
  async function open(data: Record<string, unknown>) {
    let closed: unknown;
    const comm = { close: (last: unknown) => (closed = last) } as unknown as Comm;
    await opened?.(comm, data, []);
    return closed;
  }

  it("stops the training that it names, or only says whether it runs", async () => {
    const [mine, other] = [stopButton(), stopButton()];
    assert.deepEqual(await open({ training: mine.id, ask: true }), { known: true });
    assert.equal(mine.signal.aborted, false);
    assert.deepEqual(await open({ training: mine.id }), { known: true });
    assert.deepEqual([mine.signal.aborted, other.signal.aborted], [true, false]);
    mine.done();
    assert.deepEqual(await open({ training: mine.id, ask: true }), { known: false });
    other.done();
  });
});
