import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyMessage, isMessage, messageFactory } from "../../kernel/protocol/message.ts";
import { root } from "../goldens.ts";
import { startKernel } from "../kernel.ts";

describe("comms", () => {
  let kernel: ReturnType<typeof startKernel>;
  before(() => {
    kernel = startKernel();
  });
  after(() => kernel.stop());

  const message = messageFactory("front-end", "test");
  /** Sends one as a front end does; everything that came of it until its idle. */
  const send = (type: "comm_open" | "comm_msg" | "comm_close", content: never) =>
    new Promise<AnyMessage[]>((resolve) => {
      const request = message(type, content);
      const came: AnyMessage[] = [];
      const forget = kernel.compute.onMessage((each) => {
        if (!("msg_id" in each.parent_header) || each.parent_header.msg_id !== request.header.msg_id) return;
        came.push(each);
        if (!isMessage(each, "status") || each.content.execution_state !== "idle") return;
        forget();
        resolve(came);
      });
      kernel.compute.send(request as unknown as AnyMessage);
    });
  const streams = (came: AnyMessage[]) =>
    came.flatMap((each) => (isMessage(each, "stream") ? [each.content.text] : [])).join("");

  it("carry the widget of the docs: its state, its view, and what the front end says", async () => {
    const [, example = ""] =
      /```ts\n(const counter[\s\S]*?)```/.exec(readFileSync(join(root, "docs/cells.md"), "utf8")) ?? [];
    const { messages, error } = await kernel.run(example);
    assert.equal(error, undefined);
    const opened = messages.find((each) => isMessage(each, "comm_open"));
    assert.ok(opened && isMessage(opened, "comm_open"));
    assert.equal(opened.content.target_name, "jupyter.widget");
    assert.deepEqual(opened.metadata, { version: "2.1.0" });
    const { state } = opened.content.data as { state: Record<string, unknown> };
    assert.equal(state._model_name, "AnyModel");
    assert.match(String(state._esm), /export default \{ render \}/);
    const told = messages.find((each) => isMessage(each, "comm_msg"));
    assert.deepEqual(told?.content, {
      comm_id: opened.content.comm_id,
      data: { method: "update", state: { count: 3 }, buffer_paths: [] },
    });
    const shown = messages.find((each) => isMessage(each, "display_data"));
    assert.ok(shown && isMessage(shown, "display_data"));
    const view = shown.content.data["application/vnd.jupyter.widget-view+json"] as { model_id: string };
    assert.equal(view.model_id, opened.content.comm_id);
    const data = { method: "update", state: { count: 4 } };
    const heard = await send("comm_msg", { comm_id: opened.content.comm_id, data } as never);
    assert.equal(streams(heard), "the front end says { count: 4 }\n");
  });

  it("are exported for modules, with their types, and carry binary data", async () => {
    const { error } = await kernel.run(`
      import { createComm as create, onCommOpen as onOpen, type Comm } from "glassbook";
      onOpen("sum", (comm: Comm) => comm.onMessage((data, buffers) =>
        comm.send({ sum: buffers[0].reduce((a, b) => a + b) }, [buffers[0].map((byte) => byte + 1)])));
      create("to nobody").close();`);
    assert.equal(error, undefined);
    await send("comm_open", { comm_id: "one", target_name: "sum", data: {} } as never);
    const request = { comm_id: "one", data: {} };
    const answered = new Promise<AnyMessage>((resolve) => {
      const forget = kernel.compute.onMessage((each) => {
        if (!isMessage(each, "comm_msg") || each.content.comm_id !== "one") return;
        forget();
        resolve(each as unknown as AnyMessage);
      });
    });
    const sent = message("comm_msg", request, {}, { buffers: [new Uint8Array([1, 2, 250])] });
    kernel.compute.send(sent as unknown as AnyMessage);
    const { content, buffers } = await answered;
    assert.deepEqual(content, { comm_id: "one", data: { sum: 253 } });
    assert.deepEqual([...(buffers?.[0] ?? [])], [2, 3, 251]);
  });
});
