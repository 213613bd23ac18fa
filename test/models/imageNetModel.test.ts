import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preprocessing } from "../../kernel/library/engine/index.ts";
import { DataError } from "../../kernel/library/ground/errors.ts";
import { imageNetClasses } from "../../kernel/library/models/imageNetClasses.ts";
import { imageNetModel } from "../../kernel/library/models/index.ts";
import { type FileServer, serve } from "../datasets/fileServer.ts";
import { root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

const name = "efficientnet-lite0.onnx";
const file = readFileSync(join(root, "packaging/models", name));
const variables = ["GLASSBOOK_DATA", "GLASSBOOK_CACHE", "GLASSBOOK_MODELS_URL"] as const;

describe("imageNetModel", () => {
  const outside = Object.fromEntries(variables.map((variable) => [variable, process.env[variable]]));
  let scratch: string;
  let server: FileServer | undefined;
  const lines: string[] = [];
  const { warn, info } = console;

  const setEnvironment = (values: Partial<Record<(typeof variables)[number], string | undefined>>) => {
    for (const variable of variables) {
      if (values[variable] === undefined) delete process.env[variable];
      else process.env[variable] = values[variable];
    }
  };
  const cached = () => (existsSync(join(scratch, "models")) ? readdirSync(join(scratch, "models")) : []);
  const from = async (content: Uint8Array, behavior: Parameters<typeof serve>[1] = {}) => {
    server = await serve((path) => (path === name ? content : undefined), behavior);
    setEnvironment({ GLASSBOOK_CACHE: scratch, GLASSBOOK_MODELS_URL: server.url });
    return server;
  };

  before(ready);
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "glassbook-models-"));
    setEnvironment({ GLASSBOOK_CACHE: scratch });
    lines.length = 0;
    console.warn = console.info = (...words: unknown[]) => void lines.push(words.join(" "));
  });
  afterEach(async () => {
    Object.assign(console, { warn, info });
    await server?.close();
    server = undefined;
    rmSync(scratch, { recursive: true });
    setEnvironment(outside);
  });

  it("is in a clone without a network, and knows its classes and how its pictures are prepared", async () => {
    const model = await imageNetModel();
    assert.deepEqual([cached(), lines], [[], []]);
    const { inputs, outputs } = model.signature;
    assert.deepEqual(inputs, [
      {
        name: "image",
        dtype: "float32",
        shape: [3, 224, 224],
        layout: "channelsFirst",
        height: 224,
        width: 224,
        channels: 3,
        channelNames: ["red", "green", "blue"],
        ...preprocessing["efficientnet-lite"],
      },
    ]);
    const [output] = outputs;
    assert.deepEqual(output?.kind === "classes" && output.classNames, imageNetClasses);
  });

  it("is neither in the npm package nor in the VSIX", () => {
    const { files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: string[] };
    assert.ok(!files.some((each) => "packaging/models".startsWith(each)), files.join());
    assert.doesNotMatch(readFileSync(join(root, "packaging/ownFiles.ts"), "utf8"), /"packaging|models/);
  });

  it("has torchvision's names", () => {
    assert.deepEqual(
      [imageNetClasses[0], imageNetClasses[285], imageNetClasses[999]],
      ["tench", "Egyptian cat", "toilet tissue"],
    );
    // Of torchvision 0.29's list, joined with "\n".
    const sum = createHash("sha256").update(imageNetClasses.join("\n")).digest("hex");
    assert.equal(sum, "0b0f9fee7c952f257418d62aa701f023a9da13b443a14f5c4291e5724d92967c");
  });

  it("comes by a download with progress and its license, and from the cache the next time", async () => {
    const { requests } = await from(file);
    const fractions: number[] = [];
    await imageNetModel({ onProgress: ({ received, total }) => fractions.push(received / total) });
    assert.deepEqual(
      fractions,
      fractions.toSorted((a, b) => a - b),
    );
    assert.equal(fractions.at(-1), 1);
    assert.match(lines.join("\n"), /EfficientNet-Lite0 .* Apache License 2\.0/);
    assert.deepEqual([cached(), requests.length], [[name], 1]);
    lines.length = 0;
    await imageNetModel();
    assert.deepEqual([requests.length, lines], [1, []]);
  });

  it("goes on after a break, and fetches a damaged cache anew, saying so", async () => {
    const { requests } = await from(file, { cutAfter: 3_000_000, cuts: 1 });
    await imageNetModel();
    assert.equal(requests.length, 2);
    assert.match(requests[1] ?? "", /bytes=\d+-/);
    const path = join(scratch, "models", name);
    writeFileSync(path, file.subarray(0, 1000));
    lines.length = 0;
    await imageNetModel();
    assert.match(
      lines[0] ?? "",
      /expected 9302155 bytes with SHA-256 fbc78f.* found 1000 with .* Removing it from the cache/,
    );
    assert.deepEqual(readFileSync(path), file);
  });

  it("refuses what a server sends in its place, and leaves nothing of it", async () => {
    for (const content of [file.subarray(0, 500_000), Buffer.from("<html>not here</html>")]) {
      await from(content);
      await assert.rejects(
        imageNetModel(),
        (error) => error instanceof DataError && /is not the file of imageNetModel/.test(error.message),
      );
      assert.deepEqual(cached(), []);
      await server?.close();
    }
  });

  it("says what to do where there is no network, and takes the file from GLASSBOOK_DATA then", async () => {
    setEnvironment({ GLASSBOOK_CACHE: scratch, GLASSBOOK_MODELS_URL: "http://127.0.0.1:9/" });
    const message =
      /cannot be downloaded: 127\.0\.0\.1:9 cannot be reached.*packaging\/models\/efficientnet-lite0\.onnx.*GLASSBOOK_DATA/;
    await assert.rejects(imageNetModel(), (error) => error instanceof DataError && message.test(error.message));
    const data = join(scratch, "data");
    mkdirSync(data);
    setEnvironment({ GLASSBOOK_CACHE: scratch, GLASSBOOK_MODELS_URL: "http://127.0.0.1:9/", GLASSBOOK_DATA: data });
    await assert.rejects(imageNetModel(), DataError);
    writeFileSync(join(data, name), file);
    await imageNetModel();
    writeFileSync(join(data, name), file.subarray(1));
    await assert.rejects(imageNetModel(), /data\/efficientnet-lite0\.onnx is not the file of imageNetModel/);
  });

  it("is stopped by its signal", async () => {
    await from(file, { silent: true });
    const signal = AbortSignal.timeout(50);
    await assert.rejects(imageNetModel({ signal }), /aborted|timeout/i);
  });
});
