import assert from "node:assert/strict";
import { isMessage, parentId } from "../../kernel/protocol/message.ts";
import { eventually } from "../eventually.ts";
import { JupyterClient, type KernelProcess, startKernelProcess } from "./jupyterClient.ts";

describe("the Jupyter door", () => {
  let kernel: KernelProcess;
  let client: JupyterClient;
  before(async () => {
    kernel = await startKernelProcess();
    client = new JupyterClient(kernel.connection);
    await client.ready();
  });
  after(async () => {
    client.close();
    await kernel.stop();
  });

  const states = (published: { content: object }[]) =>
    published.flatMap(({ content }) => ("execution_state" in content ? [content.execution_state] : []));

  it("says busy first and idle last", async () => {
    const { published, reply } = await client.execute("console.log('a'); 6 * 7");
    assert.deepEqual(states(published), ["busy", "idle"]);
    const types = published.map(({ header }) => header.msg_type);
    assert.deepEqual(types, ["status", "execute_input", "stream", "execute_result", "status"]);
    assert.ok(isMessage(reply, "execute_reply") && reply.content.status === "ok");
  });

  describe("drops what is wrong on the wire, says so in the log, and lives", () => {
    const faults: [string, RegExp, (frames: Uint8Array[]) => Uint8Array[]][] = [
      [
        "a wrong signature",
        /wrong signature/,
        ([delimiter, , ...rest]) => [delimiter, Buffer.from("0".repeat(64)), ...rest] as Uint8Array[],
      ],
      [
        "a changed content",
        /wrong signature/,
        (frames) => [...frames.slice(0, -1), Buffer.from('{"code":"process.exit()"}')],
      ],
      ["too few parts", /2 parts|3 parts|parts after/, (frames) => frames.slice(0, 4)],
      ["no delimiter", /no <IDS\|MSG>/, (frames) => frames.slice(1)],
      ["no part at all", /no <IDS\|MSG>/, () => [Buffer.alloc(0)]],
    ];
    for (const [what, log, change] of faults) {
      it(what, async () => {
        const answers: (string | undefined)[] = [];
        const forget = client.onMessage((message) => answers.push(parentId(message)));
        const sent = client.send("kernel_info_request", {}, change);
        // The socket keeps the order: once this is answered, the faulty one before it has been read.
        assert.equal(await client.value("1 + 1"), "2");
        forget();
        assert.equal(answers.includes(sent.header.msg_id), false);
        await eventually(() => log.test(kernel.stderr()), `a line in the log like ${log}`);
      });
    }

    it("a message that is no JSON, though rightly signed", async () => {
      const { toFrames } = await import("../../kernel/protocol/wire.ts");
      const { createHmac } = await import("node:crypto");
      const message = client.send("kernel_info_request", {}, () => [Buffer.alloc(0)]);
      const [delimiter, , header, parent, metadata] = toFrames(message as never, kernel.connection.key);
      const parts = [header, parent, metadata, Buffer.from("{ not json")].map((part) => part ?? Buffer.alloc(0));
      const hmac = createHmac("sha256", kernel.connection.key);
      for (const part of parts) hmac.update(part);
      const signed = Buffer.from(hmac.digest("hex"));
      await client.sockets.shell.send([delimiter ?? Buffer.alloc(0), signed, ...parts]);
      assert.equal(await client.value("1 + 1"), "2");
      await eventually(() => /content: not a JSON object/.test(kernel.stderr()), "a line in the log");
    });
  });

  it("answers a message type that it does not know, and a request without its fields, with an error", async () => {
    const unknown = await client.request("fly_request" as "kernel_info_request", {});
    assert.match(JSON.stringify(unknown.reply.content), /"status":"error".*does not know the message fly_request/);
    assert.equal(unknown.reply.header.msg_type, "fly_reply");
    const { reply } = await client.request("execute_request", {} as never);
    assert.match(JSON.stringify(reply.content), /"status":"error".*\\"code\\" is undefined, expected a string/);
  });

  it("takes a huge message", async () => {
    assert.equal(await client.value(`"${"x".repeat(20_000_000)}".length`), "20000000");
  });

  it("answers each of two clients at once, and all see what is published", async () => {
    const other = new JupyterClient(kernel.connection);
    await other.ready();
    const seen: string[] = [];
    other.onMessage((message) => {
      if (isMessage(message, "stream")) seen.push(message.content.text);
    });
    const [a, b] = await Promise.all([
      client.execute("console.log('mine'); 1"),
      other.execute("console.log('theirs'); 2"),
    ]);
    assert.equal(a.stdout, "mine\n");
    assert.equal(b.stdout, "theirs\n");
    assert.deepEqual(seen.sort(), ["mine\n", "theirs\n"]);
    other.close();
  });

  it("outlives a client that vanishes while its cell runs", async () => {
    const other = new JupyterClient(kernel.connection);
    await other.ready();
    const begun = new Set<string | undefined>();
    const forget = client.onMessage((message) => begun.add(parentId(message)));
    const sent = other.send("execute_request", {
      code: "globalThis.lonely = 5; await new Promise((r) => setTimeout(r, 100)); console.log('to nobody')",
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
    await eventually(() => begun.has(sent.header.msg_id), "the cell has begun");
    forget();
    other.close();
    assert.equal(await client.value("globalThis.lonely"), "5");
  });

  it("answers beside a running cell, and leaves the kernel busy", async () => {
    const running = client.execute("await input('go on? ')", { allow_stdin: true });
    let asked = false;
    const answer = client.onMessage((message) => {
      asked ||= isMessage(message, "input_request");
    });
    const last: string[] = [];
    const forget = client.onMessage((message) => {
      if (isMessage(message, "status")) last.push(message.content.execution_state);
    });
    const complete = await client.request("complete_request", { code: "Math.hypo", cursor_pos: 9 });
    assert.deepEqual((complete.reply.content as { matches: string[] }).matches, ["hypot"]);
    await eventually(() => last.at(-1) === "busy", "busy again after the answer");
    await eventually(() => asked, "the cell's question");
    client.send("input_reply", { value: "yes" });
    await running;
    forget();
    answer();
  });

  it("aborts what waits behind an error, unless the request says otherwise", async () => {
    const statuses = async (stop_on_error: boolean) => {
      const code = "await new Promise((r) => setTimeout(r, 100)); throw new Error('stop')";
      const answers = await Promise.all([
        client.execute(code, { stop_on_error }),
        client.execute("1"),
        client.execute("2"),
      ]);
      return answers.map(({ reply }) => (reply.content as { status: string }).status);
    };
    assert.deepEqual(await statuses(true), ["error", "aborted", "aborted"]);
    assert.deepEqual(await statuses(false), ["error", "ok", "ok"]);
  });

  it("counts and keeps cells only where it is asked to", async () => {
    const count = async (options: object) => {
      const { reply } = await client.execute("1", options);
      return (reply.content as { execution_count: number }).execution_count;
    };
    const first = await count({});
    assert.equal(await count({ store_history: false }), first);
    assert.equal(await count({ silent: true }), first);
    assert.equal(await count({}), first + 1);
  });

  it("completes after an emoji at every cursor position", async () => {
    const code = 'const s = "👩‍👩‍👧🎉é"; Math.hypo';
    const points = [...code].length;
    for (let cursor_pos = 0; cursor_pos <= points; cursor_pos++) {
      const { reply } = await client.request("complete_request", { code, cursor_pos });
      const { cursor_start, cursor_end } = reply.content as { cursor_start: number; cursor_end: number };
      assert.ok(cursor_start <= cursor_pos && cursor_end === cursor_pos, `cursor ${cursor_pos}`);
    }
    const { reply } = await client.request("complete_request", { code, cursor_pos: points });
    const { matches, cursor_start } = reply.content as { matches: string[]; cursor_start: number };
    assert.deepEqual([matches, cursor_start], [["hypot"], points - 4]);
  });

  it("takes a front end's answer to input, and to prompt, which waits in the middle of synchronous code", async () => {
    client.onMessage((message) => {
      if (isMessage(message, "input_request")) client.send("input_reply", { value: `${message.content.prompt}ü` });
    });
    const ask = async (code: string) => {
      const { published } = await client.execute(code, { allow_stdin: true });
      return published.flatMap(({ content }) => ("data" in content ? [String(content.data["text/plain"])] : []))[0];
    };
    assert.equal(await ask("await input('name? ')"), "'name? ü'");
    assert.equal(await ask("prompt('sync? ')"), "'sync? ü'");
    assert.equal(await ask("[confirm('sure?')]"), "[ false ]");
    const refused = await client.execute("prompt('x')", { allow_stdin: false });
    assert.match(JSON.stringify(refused.published), /cannot ask for input here/);
  });

  it("carries comms both ways, and closes one that nobody expects", async () => {
    const sent = (type: "comm_msg" | "comm_open" | "comm_close", comm: object) =>
      new Promise<{ type: string; content: object }[]>((resolve) => {
        const found: { type: string; content: object }[] = [];
        const forget = client.onMessage((message) => {
          if ((message.parent_header as { msg_id?: string }).msg_id !== request.header.msg_id) return;
          if (!isMessage(message, "status")) found.push({ type: message.header.msg_type, content: message.content });
          else if (message.content.execution_state === "idle") {
            forget();
            resolve(found);
          }
        });
        const request = client.send(type, comm as never);
      });
    await client.execute(
      "onCommOpen('echo', (c) => c.onMessage((d) => { console.log('heard'); c.send({ back: d.n }) }))",
    );
    assert.deepEqual(await sent("comm_open", { comm_id: "c1", target_name: "echo", data: {} }), []);
    const heard = await sent("comm_msg", { comm_id: "c1", data: { n: 5 } });
    assert.deepEqual(heard, [
      { type: "stream", content: { name: "stdout", text: "heard\n" } },
      { type: "comm_msg", content: { comm_id: "c1", data: { back: 5 } } },
    ]);
    const info = await client.request("comm_info_request", {});
    assert.deepEqual((info.reply.content as { comms: object }).comms, { c1: { target_name: "echo" } });
    const [refused] = await sent("comm_open", { comm_id: "c2", target_name: "nobody", data: {} });
    assert.deepEqual(refused, { type: "comm_close", content: { comm_id: "c2", data: {} } });
    const opened = await client.execute(
      "const comm = createComm('widget', { value: 1 }); comm.send({ value: 2 }); comm.close()",
    );
    assert.deepEqual(
      opened.published.map(({ header }) => header.msg_type).filter((type) => type.startsWith("comm")),
      ["comm_open", "comm_msg", "comm_close"],
    );
  });

  it("shows variables to a variable view", async () => {
    await client.execute(
      "import * as path from 'node:path'; const shown = { deep: [1, 2] }; let text = 'abc'; class Net {}",
    );
    const ask = async (command: string, given: object) => {
      const request = { type: "request" as const, seq: 1, command, arguments: given as Record<string, unknown> };
      return (await client.request("debug_request", request)).reply.content as { success: boolean; body: never };
    };
    const { body } = await ask("inspectVariables", {});
    const { variables } = body as {
      variables: { name: string; value: string; type: string; variablesReference: number }[];
    };
    const shown = variables.find(({ name }) => name === "shown");
    assert.equal(shown?.type, "Object");
    assert.equal(variables.find(({ name }) => name === "text")?.value, "'abc'");
    const path = variables.find(({ name }) => name === "path");
    assert.equal(path?.type, "module");
    assert.match(path?.value ?? "", /^\d+ exports$/);
    const inner = await ask("variables", { variablesReference: shown?.variablesReference });
    assert.match(JSON.stringify(inner.body), /"name":"deep"/);
    const rich = await ask("richInspectVariables", { variableName: "shown" });
    assert.match(JSON.stringify(rich.body), /text\/plain/);
    assert.equal((await ask("richInspectVariables", { variableName: "none" })).success, false);
  });

  it("answers a debugger as one that has no breakpoints, and is on only between attach and disconnect", async () => {
    const ask = async (command: string, given = {}) => {
      const request = { type: "request" as const, seq: 7, command, arguments: given };
      const answer = (await client.request("debug_request", request)).reply.content as {
        success: boolean;
        message?: string;
        body?: Record<string, unknown>;
      };
      return answer;
    };
    const isOn = async () => (await ask("debugInfo")).body?.isStarted;
    assert.equal((await ask("initialize", { clientID: "test" })).success, true);
    assert.equal(await isOn(), false);
    await ask("attach");
    assert.equal(await isOn(), true);
    const { body } = await ask("dumpCell", { code: "1" });
    assert.match(String(body?.sourcePath), /^cell-\w+\.ts$/);
    const set = { source: { path: body?.sourcePath }, breakpoints: [{ line: 1 }] };
    assert.deepEqual((await ask("setBreakpoints", set)).body, { breakpoints: [] });
    await ask("disconnect");
    assert.equal(await isOn(), false);
    const refused = await ask("stepIn", { threadId: 1 });
    assert.equal(refused.success, false);
    assert.match(refused.message ?? "", /does not know stepIn/);
  });

  it("tells type errors before idle to a front end that nobody watches, such as nbclient", async () => {
    // TypeScript is loaded then.
    await client.request("complete_request", { code: "Math.hypo", cursor_pos: 9 });
    const { published } = await client.execute("const unwatched: number = 'a'; 'ran'", { allow_stdin: false });
    assert.deepEqual(
      published.map(({ header }) => header.msg_type),
      ["status", "execute_input", "execute_result", "display_data", "status"],
    );
    assert.match(JSON.stringify(published[3]?.content), /type error TS2322 in line 1, column 7/);
    const quiet = await client.execute("1 + 1", { allow_stdin: false });
    assert.equal(quiet.published.length, 4);
  });

  it("tells type errors beside the run, holds a cell back where they block, and says nothing where they are off", async () => {
    // Notes on cells of earlier tests may still be on their way.
    const notes = new Map<string | undefined, string>();
    const forget = client.onMessage((message) => {
      if (!isMessage(message, "display_data")) return;
      const { data } = message.content;
      if ("application/vnd.glassbook.diagnostics.v1+json" in data)
        notes.set(parentId(message), String(data["text/plain"]));
    });
    const { reply } = await client.execute("const wrong: number = 'a'; wrong");
    const id = parentId(reply);
    await eventually(() => notes.has(id), "the note on the cell");
    forget();
    assert.match(notes.get(id) ?? "", /TS2322 in line 1, column 7: Type 'string' is not assignable/);
    await client.execute("%typeErrors block");
    assert.match(
      (await client.value("globalThis.ran = 1; const worse: number = 'b'")) ?? "",
      /TypeErrors: type error TS2322/,
    );
    assert.equal(await client.value("globalThis.ran"), undefined);
    await client.execute("%typeErrors off");
    assert.equal(await client.value("const fine: number = 'b'; fine"), "'b'");
  });

  describe("at the end", () => {
    it("ends when it is asked to, after it has said so", async () => {
      const { reply } = await client.request("shutdown_request", { restart: false });
      assert.deepEqual(reply.content, { status: "ok", restart: false });
      if (kernel.process.exitCode === null) await new Promise((resolve) => kernel.process.once("exit", resolve));
      assert.equal(kernel.process.exitCode, 0);
    });
  });
});
