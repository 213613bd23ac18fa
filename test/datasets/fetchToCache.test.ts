import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Unreachable } from "../../kernel/library/datasets/download.node.ts";
import { type FetchOptions, fetchToCache } from "../../kernel/library/datasets/fetchToCache.node.ts";
import { DataError } from "../../kernel/library/ground/errors.ts";
import { type Behavior, type FileServer, serve } from "./fileServer.ts";

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251);
const nowhere = "http://127.0.0.1:9/file";

describe("a download into the cache", () => {
  let folder: string;
  let file: string;
  const servers: FileServer[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-cache-"));
    file = join(folder, "file");
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    rmSync(folder, { recursive: true });
  });

  async function start(behavior: Behavior = {}, bytes = content): Promise<FileServer> {
    const server = await serve((path) => (path === "file" ? bytes : undefined), behavior);
    servers.push(server);
    return server;
  }

  async function check(path: string, url: string): Promise<void> {
    const found = await readFile(path);
    if (!found.equals(content))
      throw new DataError(`${url} is damaged: expected ${content.length}, found ${found.length}`);
  }

  const fetched = (urls: string[], more: Partial<FetchOptions> = {}) =>
    fetchToCache(file, { urls, check, signal: new AbortController().signal, ...more });

  const assertWhole = () => {
    assert.deepEqual(readdirSync(folder), ["file"]);
    assert.ok(readFileSync(file).equals(content));
  };

  it("brings the file whole and tells how far it is", async () => {
    const { url } = await start();
    const received: number[] = [];
    await fetched([`${url}file`], { onProgress: (bytes) => received.push(bytes) });
    assertWhole();
    assert.ok(received.length > 1, `${received.length} reports`);
    assert.deepEqual(
      received,
      [...received].sort((a, b) => a - b),
    );
    assert.equal(received.at(-1), content.length);
  });

  it("goes on where a connection broke", async () => {
    const { url, requests } = await start({ cutAfter: 100_000, cuts: 2 });
    await fetched([`${url}file`]);
    assertWhole();
    const begins = requests.map((request) => Number(/bytes=(\d+)-$/.exec(request)?.[1] ?? 0));
    const [first = 0, second = 0, third = 0] = begins;
    assert.ok(begins.length === 3 && first === 0 && second > 0 && third > second && third <= 200_000, `${requests}`);
  });

  it("starts again where the server does not know ranges", async () => {
    const { url } = await start({ cutAfter: 100_000, cuts: 1, ignoresRanges: true });
    await fetched([`${url}file`]);
    assertWhole();
  });

  it("says what was expected and found when it always breaks off, and leaves nothing behind", async () => {
    const { url, requests } = await start({ cutAfter: 50_000, cuts: 99 });
    await assert.rejects(fetched([`${url}file`]), (error) => {
      assert.ok(error instanceof DataError, `${error}`);
      const found = /file was interrupted 3 times: expected 300000 bytes, received (\d+)\.$/.exec(error.message)?.[1];
      assert.ok(Number(found) > 0 && Number(found) <= 150_000, error.message);
      return true;
    });
    assert.equal(requests.length, 3);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("refuses a damaged or truncated file, and leaves nothing behind", async () => {
    const { url } = await start({}, content.subarray(0, 200_000));
    await assert.rejects(
      fetched([`${url}file`]),
      new DataError(`${url}file is damaged: expected 300000, found 200000`),
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it("goes to the next place from one that is damaged, missing, or not there", async () => {
    const [damaged, missing, good] = [await start({}, new Uint8Array(9)), await start({ status: 404 }), await start()];
    await fetched([nowhere, `${damaged.url}file`, `${missing.url}file`, `${good.url}file`]);
    assertWhole();
    assert.deepEqual([damaged.requests.length, missing.requests.length, good.requests], [1, 1, ["file"]]);
  });

  it("is unreachable, with the reason of each place, where none gives anything", async () => {
    const [missing, silent] = [await start({ status: 503 }), await start({ silent: true })];
    await assert.rejects(fetched([nowhere, `${missing.url}file`, `${silent.url}file`], { patience: 50 }), (error) => {
      assert.ok(error instanceof Unreachable);
      assert.match(
        error.message,
        /127\.0\.0\.1:9 cannot be reached \(.+\); 127\.0\.0\.1:\d+ answered 503; .*\(no answer\)/,
      );
      return true;
    });
    assert.deepEqual(readdirSync(folder), []);
  });

  it("goes on from what an interrupted process left, and not from what a living one writes", async () => {
    const dead = spawnSync(process.execPath, ["--version"]).pid;
    writeFileSync(`${file}.${dead}.part`, content.subarray(0, 120_000));
    writeFileSync(`${file}.${process.ppid}.part`, content.subarray(0, 7));
    const { url, requests } = await start();
    await fetched([`${url}file`]);
    assert.deepEqual(requests, ["file bytes=120000-"]);
    assert.deepEqual(readdirSync(folder), ["file", `file.${process.ppid}.part`]);
    assert.ok(readFileSync(file).equals(content));
  });

  for (const [name, left] of [
    ["is not a beginning of the file", new Uint8Array(1000)],
    ["is longer than the file", new Uint8Array(400_000)],
  ] as const) {
    it(`starts again where what was left ${name}`, async () => {
      writeFileSync(`${file}.${process.pid}.part`, left);
      const { url } = await start();
      await fetched([`${url}file`]);
      assertWhole();
    });
  }

  it("keeps what has come when it is aborted, for the next time", async () => {
    const { url, requests } = await start({ cutAfter: 100_000, cuts: 99 });
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    await assert.rejects(fetched([`${url}file`], { signal: stop.signal, onProgress }), { name: "AbortError" });
    const part = `${file}.${process.pid}.part`;
    assert.deepEqual(readdirSync(folder), [basename(part)]);
    const kept = statSync(part).size;
    assert.ok(kept > 0);
    const good = await start();
    await fetched([`${good.url}file`]);
    assert.deepEqual([requests.length, good.requests], [1, [`file bytes=${kept}-`]]);
    assertWhole();
  });
});
