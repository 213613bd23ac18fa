import assert from "node:assert/strict";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { remoteModel, runnerFor } from "../../kernel/library/engine/index.ts";
import { KernelShap } from "../../kernel/library/explain/index.ts";
import { ready } from "../tensorflow.ts";

/** What the server does with request number `request`, counted from 0; undefined: it answers the sums of the rows. */
type Fault = (response: ServerResponse, request: number) => boolean | Promise<boolean>;

class SumServer {
  readonly bodies: { instances: number[][] }[] = [];
  /** The most requests that were open at a time. */
  most = 0;
  #open = 0;
  readonly #server: Server;
  fault: Fault = () => false;

  constructor() {
    this.#server = createServer(async (request, response) => {
      this.#open++;
      this.most = Math.max(this.most, this.#open);
      response.on("close", () => this.#open--);
      let text = "";
      for await (const chunk of request) text += chunk;
      const body = JSON.parse(text) as { instances: number[][] };
      const number = this.bodies.push(body) - 1;
      if (await this.fault(response, number)) return;
      const predictions = body.instances.map((row) => [row.reduce((sum, value) => sum + value, 0), 1]);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ predictions }));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/models/sum:predict`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe("remoteModel", () => {
  let server: SumServer;
  let url: string;
  before(ready);
  beforeEach(async () => {
    server = new SumServer();
    url = await server.start();
  });
  afterEach(() => server.stop());

  const values = (count: number) => Float32Array.from({ length: 2 * count }, (_, i) => i % 97);
  const ask = async (options: Partial<Parameters<typeof remoteModel>[0]>, count: number, signal?: AbortSignal) => {
    const model = remoteModel({ url, outputSize: 2, retryDelay: 1, ...options });
    const runner = await runnerFor(model, { inputShape: [2] });
    const batch = { values: values(count), count };
    const answer = () => runner.predict(batch, { output: "probability", signal });
    return { model, answer };
  };
  const sums = (count: number) =>
    Array.from({ length: count }, (_, row) => [values(count)[2 * row] + values(count)[2 * row + 1], 1]).flat();

  it("asks in batches, never more at a time than it may, and puts the answers where they belong", async () => {
    // Answers come in the wrong order.
    server.fault = async (_, request) => {
      await new Promise((resolve) => setTimeout(resolve, request % 2 ? 1 : 15));
      return false;
    };
    const { model, answer } = await ask({ batchSize: 5, concurrency: 3 }, 42);
    const { outputs } = await answer();
    assert.deepEqual([...outputs], sums(42));
    assert.equal(server.bodies.length, 9);
    assert.ok(server.most <= 3 && server.most >= 2, `${server.most} at a time`);
    assert.deepEqual(server.bodies[0]?.instances.length, 5);
    assert.equal(model.cost.requests, 9);
  });

  it("tries again after a pause what may pass: a busy server, a broken line, a late answer", async () => {
    const waits: number[] = [];
    let last = performance.now();
    server.fault = (response, request) => {
      waits.push(performance.now() - last);
      last = performance.now();
      if (request === 0) response.writeHead(503).end();
      else if (request === 1) response.writeHead(429, { "retry-after": "0.05" }).end();
      else if (request === 2) response.destroy();
      // Request 3 is never answered.
      else return request === 3;
      return true;
    };
    const { model, answer } = await ask({ retries: 4, timeout: 150 }, 4);
    assert.deepEqual([...(await answer()).outputs], sums(4));
    assert.deepEqual(model.cost, { requests: 5, retries: 4, rows: 20, repeated: 0 });
    assert.ok(waits[2] >= 45, "it waits as long as it is asked to");
  });

  it("gives up in words: after its tries, and at once where another try mends nothing", async () => {
    server.fault = (response) => {
      response.writeHead(502).end();
      return true;
    };
    await assert.rejects((await ask({ retries: 2 }, 1)).answer(), {
      name: "RemoteError",
      message: /answered 502 Bad Gateway, 3 times/,
    });
    assert.equal(server.bodies.length, 3);
    const at = server.bodies.length;
    server.fault = (response) => {
      response.writeHead(400).end("instances: expected 3 columns");
      return true;
    };
    await assert.rejects((await ask({}, 1)).answer(), /answered 400 Bad Request: instances: expected 3 columns/);
    assert.equal(server.bodies.length, at + 1);
    server.fault = (response, request) => {
      response.end(
        ["<html>", '{"outputs": 1}', '{"predictions": [["a"]]}', '{"predictions": [[1, 2], [3, 4]]}'][request - at - 1],
      );
      return true;
    };
    for (const message of [
      /did not answer with JSON: <html>/,
      /expected \{ "predictions"/,
      /expected \{ "predictions"/,
      /gave 2 rows of output for 1 of input/,
    ]) {
      await assert.rejects((await ask({}, 1)).answer(), message);
    }
    await server.stop();
    await assert.rejects(
      (await ask({ retries: 1 }, 1)).answer(),
      /cannot be reached: fetch failed \(.*ECONNREFUSED.*2 times/,
    );
    server = new SumServer();
    url = await server.start();
  });

  it("asks about a row once, also over calls, and forgets the oldest where it may keep few", async () => {
    const { model, answer } = await ask({ batchSize: 50 }, 194);
    // Of 194 rows of i % 97 there are 97 different ones.
    const { outputs } = await answer();
    assert.deepEqual([...outputs], sums(194));
    assert.equal(model.cost.rows, 97);
    assert.deepEqual([...(await answer()).outputs], sums(194));
    assert.deepEqual(model.cost, { requests: 2, retries: 0, rows: 97, repeated: 97 + 194 });
    const few = await ask({ cache: 10 }, 97);
    await few.answer();
    assert.deepEqual([...(await few.answer()).outputs], sums(97));
    assert.ok(few.model.cost.rows > 97, "forgotten rows are asked about again");
    const none = await ask({ cache: 0 }, 50);
    await none.answer();
    await none.answer();
    assert.equal(none.model.cost.rows, 100);
  }).timeout(30_000);

  it("stops in the middle of a request, or of a pause, and leaves no request open", async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    server.fault = (response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      controller.abort();
      return true;
    };
    await assert.rejects((await ask({}, 3, controller.signal)).answer(), { name: "AbortError" });
    await closed;
    const pausing = new AbortController();
    server.fault = (response) => {
      response.writeHead(503, { "retry-after": "60" }).end();
      setTimeout(() => pausing.abort(), 20);
      return true;
    };
    await assert.rejects((await ask({}, 3, pausing.signal)).answer(), { name: "AbortError" });
  });

  it("is explained, asked by a function too, whose faults are tried again", async () => {
    let calls = 0;
    const model = remoteModel({
      retryDelay: 1,
      ask: async ({ values, shape }) => {
        if (calls++ === 1) throw new Error("the line is down");
        return Array.from({ length: shape[0] }, (_, row) => values[2 * row] + 3 * values[2 * row + 1]);
      },
    });
    const map = await new KernelShap(model).attribute({ values: [1, 1], shape: [1, 2] });
    assert.deepEqual(
      [...map.values].map((value) => Math.round(value * 1e5) / 1e5),
      [1, 3],
    );
    assert.equal(model.cost.retries, 1);
    const sent = model.cost.rows;
    const again = await new KernelShap(model).attribute({ values: [1, 1], shape: [1, 2] });
    assert.deepEqual(again.values, map.values);
    // Only the row of zeros that tells how many numbers it answers.
    assert.equal(model.cost.rows, sent + 1);
    const broken = remoteModel({ retries: 1, retryDelay: 1, ask: () => Promise.reject(new Error("no such host")) });
    await assert.rejects(
      new KernelShap(broken).attribute({ values: [1, 1], shape: [1, 2] }),
      /ask failed: no such host, 2 times/,
    );
  });

  it("refuses options that contradict each other or are out of range", () => {
    assert.throws(() => remoteModel({}), /either a url or a function ask/);
    assert.throws(() => remoteModel({ url, ask: () => [1] }), { name: "OptionError" });
    assert.throws(() => remoteModel({ url, concurrency: 0 }), /concurrency is 0/);
  });
});
