import assert from "node:assert/strict";
import { isMessage } from "../../kernel/protocol/message.ts";
import { JupyterClient, type KernelProcess, startKernelProcess } from "./jupyterClient.ts";

describe("a kernel under load", () => {
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

  /** Heartbeats while something happens: how many were answered, and how many were not. */
  const beating = async <T>(run: () => Promise<T>): Promise<T> => {
    let going = true;
    let missed = 0;
    const beats = (async () => {
      while (going) {
        if (!(await client.beat().catch(() => false))) missed++;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    try {
      return await run();
    } finally {
      going = false;
      await beats;
      assert.equal(missed, 0, "missed heartbeats");
    }
  };

  for (const lines of [10_000, 100_000]) {
    it(`loses none of ${lines} lines, keeps their order, and is idle last`, async () => {
      const { stdout, published } = await beating(() =>
        client.execute(`for (let i = 0; i < ${lines}; i++) console.log(i)`),
      );
      const numbers = stdout.trimEnd().split("\n").map(Number);
      assert.equal(numbers.length, lines);
      assert.ok(numbers.every((n, i) => n === i));
      const last = published.at(-1);
      assert.ok(last && isMessage(last, "status") && last.content.execution_state === "idle");
    });
  }

  it("brings 50 MB in one line", async () => {
    const { stdout } = await beating(() =>
      client.execute("console.log('x'.repeat(49 * 2 ** 20) + '🎉'.repeat(2 ** 18))"),
    );
    assert.equal(stdout.length, 49 * 2 ** 20 + 2 ** 19 + 1);
    assert.match(stdout.slice(-5), /🎉🎉\n$/u);
  });

  it("cuts off what is more than 64 MB, and tells where the rest is", async () => {
    const { published } = await client.execute("for (let i = 0; i < 66; i++) console.log('y'.repeat(2 ** 20 - 1))");
    const errors = published.flatMap((message) =>
      isMessage(message, "stream") && message.content.name === "stderr" ? [message.content.text] : [],
    );
    assert.equal(errors.length, 1);
    const file = /the rest is in (\S+)/.exec(errors[0] ?? "")?.[1] ?? "";
    const { readFileSync, rmSync } = await import("node:fs");
    assert.equal(readFileSync(file, "utf8"), `${"y".repeat(2 ** 20 - 1)}\n`.repeat(2));
    rmSync(file);
  });

  for (const cells of [1000, 10_000]) {
    it(`runs ${cells} cells, each of which sees the one before`, async () => {
      const answers = [];
      const first = cells === 1000 ? "a" : "b";
      for (let i = 0; i < cells; i++) {
        answers.push(client.execute(`const ${first}${i} = ${i === 0 ? "1" : `${first}${i - 1} + 1`}`));
      }
      for (const { reply, published } of await Promise.all(answers)) {
        assert.equal((reply.content as { status: string }).status, "ok");
        const last = published.at(-1);
        assert.ok(last && isMessage(last, "status") && last.content.execution_state === "idle");
      }
      assert.equal(await client.value(`${first}${cells - 1}`), String(cells));
    }).timeout(300_000);
  }
});

describe("a compute process that dies", () => {
  let kernel: KernelProcess;
  let client: JupyterClient;
  before(async () => {
    kernel = await startKernelProcess({ NODE_OPTIONS: "--max-old-space-size=150" });
    client = new JupyterClient(kernel.connection);
    await client.ready();
  });
  after(async () => {
    client.close();
    await kernel.stop();
  });

  const deaths: [string, string, RegExp][] = [
    ["process.exit", "process.exit(3)", /exited with status 3/],
    [
      "process.exit with module hooks at work",
      "await import('acorn').catch(() => {}); process.exit(4)",
      /exited with status 4/,
    ],
    [
      "a crash in native code",
      "process.kill(process.pid, 'SIGSEGV'); while (true) {}",
      /crashed in native code \(SIGSEGV\)/,
    ],
    [
      "kill -9 from outside",
      "process.kill(process.pid, 'SIGKILL'); while (true) {}",
      /killed \(SIGKILL\), probably out of memory/,
    ],
    ["abort", "process.abort()", /ended by SIGABRT/],
    ["out of memory", "const hog = []; while (true) hog.push(new Array(1e5).fill(0))", /ran out of JavaScript memory/],
  ];
  for (const [what, code, reason] of deaths) {
    it(`is told after ${what}: which cell, why; the queue is aborted, the next cell runs, the heart beats on`, async () => {
      const [died, behind, beat] = await Promise.all([client.execute(code), client.execute("'behind'"), client.beat()]);
      assert.equal(beat, true);
      assert.match(JSON.stringify(died.reply.content), reason);
      assert.match(JSON.stringify(died.reply.content), /"status":"error"|Cell \[1\] was running/);
      assert.equal((behind.reply.content as { status: string }).status, "aborted");
      assert.equal(await client.beat(), true);
      assert.equal(await client.value("typeof hog + 1"), "'undefined1'");
    });
  }
});
