import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type AnyMessage, isMessage, isWellFormed, messageFactory, parentId } from "../../kernel/protocol/message.ts";
import { IpcKernel } from "./ipcKernel.ts";

const typesOf = (messages: AnyMessage[]) => messages.map(({ header }) => header.msg_type);
const textOf = (messages: AnyMessage[]) =>
  messages.flatMap((each) => (isMessage(each, "execute_result") ? [String(each.content.data["text/plain"])] : []));
const errorsOf = (messages: AnyMessage[]) =>
  messages.flatMap((each) => (isMessage(each, "error") ? [each.content] : []));

describe("a kernel that hostile hands try", () => {
  let folder: string;
  let kernel: IpcKernel;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-hostile-"));
    // What an editor of the file may have left in it.
    writeFileSync(join(folder, "history.jsonl"), 'null\n5\n{"session":"x","line":1,"input":"a"}\n[]\n');
    kernel = new IpcKernel(folder);
  });
  after(async () => {
    await kernel.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const isAlive = async () => assert.deepEqual(textOf(await kernel.execute("1 + 1")), ["2"]);

  it("leaves process.send to the cells, and hears nothing of it", async () => {
    const messages = await kernel.execute(
      'process.send?.("ready"); process.send?.({ type: "online" }); typeof process.send',
    );
    assert.deepEqual(textOf(messages), ["'undefined'"]);
    await isAlive();
  });

  it("lets no listener of a package hear its messages, or take its own away", async () => {
    await kernel.execute('globalThis.heard = []; process.on("message", (m) => heard.push(m));');
    await isAlive();
    assert.deepEqual(textOf(await kernel.execute("heard.length")), ["0"]);
    await kernel.execute('process.removeAllListeners("message"); process.disconnect?.();');
    await isAlive();
  });

  it("ends a cell whose value cannot be sent or shown, with its error, and runs the next", async () => {
    const hook = 'Symbol.for("Jupyter.display")';
    const function_ = await kernel.execute(`({ [${hook}]: () => ({ "application/json": { of: () => 1 } }) })`);
    assert.match(errorsOf(function_)[0]?.evalue ?? "", /could not be cloned/);
    assert.equal(typesOf(function_).at(-1), "status");
    const throwing = await kernel.execute(`({ [${hook}]() { throw new RangeError("no picture") } })`);
    assert.match(errorsOf(throwing)[0]?.evalue ?? textOf(throwing)[0] ?? "", /no picture/);
    const late = await kernel.execute(`({ async [${hook}]() { throw new RangeError("no picture") } })`);
    assert.match(errorsOf(late)[0]?.evalue ?? textOf(late)[0] ?? "", /no picture/);
    await isAlive();
  });

  it("answers every request whose fields are of any type, and lives", async () => {
    const message = messageFactory("hostile", "test");
    const types = [
      "history_request",
      "complete_request",
      "inspect_request",
      "is_complete_request",
      "comm_info_request",
      "language_request",
      "kernel_info_request",
    ] as const;
    const fields = fc.dictionary(
      fc.constantFrom(
        "hist_access_type",
        "pattern",
        "n",
        "session",
        "start",
        "stop",
        "output",
        "raw",
        "unique",
        "code",
        "cursor_pos",
        "detail_level",
        "target_name",
        "question",
        "cells",
        "cell",
        "at",
      ),
      fc.oneof(fc.jsonValue(), fc.constantFrom("search", "range", "tail", "*", -1, 1e308)),
    );
    const answers = new Map<string, AnyMessage>();
    kernel.door.onMessage((each) => {
      if (each.header.msg_type.endsWith("_reply")) answers.set(parentId(each) ?? "", each);
    });
    const sent: string[] = [];
    fc.assert(
      fc.property(fc.constantFrom(...types), fields, (type, content) => {
        const request = message(type, content as never);
        sent.push(request.header.msg_id);
        kernel.door.send(request as unknown as AnyMessage);
      }),
      { numRuns: 300, seed: 7 },
    );
    await isAlive();
    for (let tries = 0; tries < 100 && sent.some((id) => !answers.has(id)); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(
      sent.filter((id) => !answers.has(id)),
      [],
    );
  });

  it("takes nothing for a message that is none", () => {
    for (const given of [undefined, null, 5, "ready", [], {}, { header: null }, { header: { msg_type: "status" } }]) {
      assert.equal(isWellFormed(given), false, JSON.stringify(given));
    }
    kernel.door.send("ready" as never);
    kernel.door.send({ header: 5 } as never);
    return isAlive();
  });
});
