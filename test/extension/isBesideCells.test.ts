import assert from "node:assert/strict";
import { isBesideCells } from "../../extension/notebook/isBesideCells.ts";
import { type AnyMessage, type Header, messageFactory } from "../../kernel/protocol/message.ts";

describe("what the kernel does beside the cells", () => {
  const busyFor = (msg_type: string) =>
    messageFactory("kernel", "test")("status", { execution_state: "busy" }, {
      msg_type,
    } as Header) as unknown as AnyMessage;

  it("is to answer the language service and the variable view, not to run", () => {
    const types = ["language_request", "debug_request", "execute_request", "comm_msg", "kernel_info_request"];
    assert.deepEqual(
      types.filter((type) => isBesideCells(busyFor(type))),
      ["language_request", "debug_request"],
    );
  });
});
