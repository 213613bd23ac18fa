import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { type ImageSet, loadIdx, mnist } from "../../kernel/library/datasets/index.ts";
import { cacheFolder } from "../../kernel/library/ground/cacheFolder.node.ts";
import { DataError, OptionError } from "../../kernel/library/ground/errors.ts";
import { type FileServer, serve } from "./fileServer.ts";

const names = [
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
];
const variables = ["GLASSBOOK_DATA", "GLASSBOOK_CACHE", "GLASSBOOK_MNIST_URL"] as const;

const counts = ({ classes }: ImageSet) => {
  const count = new Array<number>(10).fill(0);
  for (const label of classes) count[label] = (count[label] ?? 0) + 1;
  return count;
};

/** What `run` writes to console.warn. */
async function warnings(run: () => Promise<unknown>): Promise<string[]> {
  const { warn } = console;
  const lines: string[] = [];
  console.warn = (...words: unknown[]) => void lines.push(words.join(" "));
  try {
    await run();
  } finally {
    console.warn = warn;
  }
  return lines;
}

describe("mnist.load", () => {
  /** A folder with the four real files, gzipped. */
  let real: string;
  let scratch: string;
  let server: FileServer | undefined;
  const outside = Object.fromEntries(variables.map((name) => [name, process.env[name]]));

  const setEnvironment = (values: Partial<Record<(typeof variables)[number], string | undefined>>) => {
    for (const name of variables) {
      if (values[name] === undefined) delete process.env[name];
      else process.env[name] = values[name];
    }
  };

  before(async function () {
    this.timeout(300_000);
    // Without GLASSBOOK_DATA the loader's own way brings them into the cache.
    if (!outside.GLASSBOOK_DATA) await mnist.load();
    real = outside.GLASSBOOK_DATA ? resolve(outside.GLASSBOOK_DATA) : join(cacheFolder(), "mnist");
    assert.ok(existsSync(join(real, `${names[0]}.gz`)), "these tests need MNIST: a network, or GLASSBOOK_DATA");
  });
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "glassbook-mnist-"));
    setEnvironment({ GLASSBOOK_CACHE: join(scratch, "cache") });
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    rmSync(scratch, { recursive: true });
    setEnvironment(outside);
  });

  const realFile = (path: string) =>
    names.includes(path.replace(/\.gz$/, "")) ? readFileSync(join(real, path)) : undefined;
  const cached = () => {
    const folder = join(scratch, "cache", "mnist");
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it("reads GLASSBOOK_DATA and splits it as published", async () => {
    setEnvironment({ GLASSBOOK_DATA: real });
    const { train, validation, test, source } = await mnist.load();
    assert.deepEqual([train.size, validation.size, test.size, source], [55_000, 5_000, 10_000, real]);
    // The published set's own first labels and class counts.
    assert.deepEqual([...train.classes.subarray(0, 10)], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    assert.deepEqual([...test.classes.subarray(0, 10)], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    assert.deepEqual(counts(test), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    const all = counts(train).map((n, digit) => n + (counts(validation)[digit] as number));
    assert.deepEqual(all, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    const pixels = gunzipSync(readFileSync(join(real, `${names[2]}.gz`))).subarray(16);
    assert.deepEqual(Buffer.from(test.pixels.subarray(784 * 9_999)), pixels.subarray(784 * 9_999));
    const whole = await mnist.load({ validation: 0 });
    assert.deepEqual([whole.train.size, whole.validation.size], [60_000, 0]);
    assert.equal(whole.train.labelAt(55_000), validation.labelAt(0));
    assert.deepEqual(cached(), []);
  });

  it("reads GLASSBOOK_DATA unpacked too, and refuses what is missing, cut off or changed", async () => {
    const folder = join(scratch, "data");
    setEnvironment({ GLASSBOOK_DATA: folder });
    mkdirSync(folder);
    const refuses = (message: RegExp) =>
      assert.rejects(mnist.load(), (error) => {
        assert.ok(error instanceof DataError, `${error}`);
        assert.match(error.message, message);
        return true;
      });
    await refuses(/t10k-labels-idx1-ubyte \(or .*\.gz\) is missing/);
    for (const name of names) cpSync(join(real, `${name}.gz`), join(folder, `${name}.gz`));
    const labels = join(folder, "t10k-labels-idx1-ubyte");
    const bytes = gunzipSync(readFileSync(`${labels}.gz`));
    rmSync(`${labels}.gz`);
    writeFileSync(labels, bytes);
    assert.equal((await mnist.load()).test.labelAt(0), 7);
    bytes[8] = 3;
    writeFileSync(labels, bytes);
    const found = createHash("sha256").update(bytes).digest("hex");
    await refuses(
      new RegExp(`${labels} is not a file of MNIST: expected SHA-256 ff7bcfd4[0-9a-f]{56} .* found ${found}`),
    );
    rmSync(labels);
    cpSync(join(real, "t10k-labels-idx1-ubyte.gz"), `${labels}.gz`);
    truncateSync(`${labels}.gz`, 2000);
    await refuses(/t10k-labels-idx1-ubyte\.gz is damaged: expected a complete gzip file, found 2000 bytes/);
  });

  it("downloads into the cache with progress, and reads it from there the next time", async () => {
    server = await serve(realFile);
    setEnvironment({ GLASSBOOK_CACHE: join(scratch, "cache"), GLASSBOOK_MNIST_URL: server.url });
    const fractions: number[] = [];
    const first = await mnist.load({ onProgress: ({ received, total }) => fractions.push(received / total) });
    assert.deepEqual([first.train.size, first.test.labelAt(0)], [55_000, 7]);
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
    assert.ok((fractions[0] as number) < 0.01 && (fractions.at(-1) as number) > 0.99, `${fractions.at(-1)}`);
    assert.deepEqual(cached(), names.map((name) => `${name}.gz`).sort());
    assert.equal(server.requests.length, 4);
    const second = await mnist.load();
    assert.deepEqual([second.source, server.requests.length], [join(scratch, "cache", "mnist"), 4]);
    assert.deepEqual(second.train.pixels.subarray(0, 784), first.train.pixels.subarray(0, 784));

    const damaged = join(scratch, "cache", "mnist", `${names[3]}.gz`);
    truncateSync(damaged, 100);
    const lines = await warnings(() => mnist.load());
    assert.match(lines.join(), /t10k-labels.*found 100 bytes.*Removing it from the cache and downloading again/);
    assert.deepEqual([server.requests.length, readFileSync(damaged).length], [5, 4542]);
  });

  it("refuses a download that is damaged, truncated or a page of something else, and caches nothing", async () => {
    const packed = readFileSync(join(real, "t10k-labels-idx1-ubyte.gz"));
    const flipped = Buffer.from(gunzipSync(packed));
    flipped[100] = (flipped[100] as number) ^ 1;
    for (const [bytes, message] of [
      [
        packed.subarray(0, 3000),
        /127\.0\.0\.1.*t10k-labels-idx1-ubyte\.gz is damaged: expected a complete gzip file, found 3000 bytes/,
      ],
      [flipped, /t10k-labels-idx1-ubyte\.gz is not a file of MNIST: expected SHA-256 ff7bcfd4.*found [0-9a-f]{64}/],
      [Buffer.from("<html>Please log in</html>"), /is not a file of MNIST: expected SHA-256/],
    ] as const) {
      server = await serve(() => bytes);
      setEnvironment({ GLASSBOOK_CACHE: join(scratch, "cache"), GLASSBOOK_MNIST_URL: server.url });
      await assert.rejects(mnist.load(), (error) => {
        assert.ok(error instanceof DataError, `${error}`);
        assert.match(error.message, message);
        return true;
      });
      assert.deepEqual(cached(), []);
      await server.close();
    }
  });

  it("uses the embedded digits without a network, and says so in one line", async () => {
    setEnvironment({ GLASSBOOK_CACHE: join(scratch, "cache"), GLASSBOOK_MNIST_URL: "http://127.0.0.1:9/" });
    let digits = await Promise.resolve(undefined as Awaited<ReturnType<typeof mnist.load>> | undefined);
    const lines = await warnings(async () => {
      digits = await mnist.load();
    });
    assert.equal(lines.length, 1);
    assert.match(
      lines[0] as string,
      /^MNIST cannot be downloaded: 127\.0\.0\.1:9 .*10,000 real digits of the npm package/,
    );
    assert.ok(digits);
    const { train, validation, test } = digits;
    assert.deepEqual([train.size, validation.size, test.size], [8000, 1000, 1000]);
    // Each class has the same share of the training set as of the whole (863 to 1,127 of 10,000).
    counts(train).forEach((n, digit) => {
      const rest = (counts(validation)[digit] as number) + (counts(test)[digit] as number);
      assert.ok(Math.abs(n / (n + rest) - 0.8) < 0.001, `${n} of digit ${digit}`);
    });
    assert.deepEqual(cached(), []);

    // They are MNIST's own digits: every image of the package is, byte for byte, in the published set.
    setEnvironment({ GLASSBOOK_DATA: real });
    const published = await mnist.load({ validation: 0 });
    const key = (set: ImageSet, i: number) =>
      Buffer.from(set.pixels.subarray(i * 784, (i + 1) * 784)).toString("latin1");
    const labels = new Map<string, number>();
    for (const set of [published.train, published.test]) {
      for (let i = 0; i < set.size; i++) labels.set(key(set, i), set.labelAt(i));
    }
    for (const set of [train, validation, test]) {
      for (let i = 0; i < set.size; i++) assert.equal(labels.get(key(set, i)), set.labelAt(i));
    }
  });

  it("gives the same embedded digits each time, and all that are held back for the test without validation", async () => {
    setEnvironment({ GLASSBOOK_CACHE: join(scratch, "cache"), GLASSBOOK_MNIST_URL: "http://127.0.0.1:9/" });
    await warnings(async () => {
      const [a, b, c] = [await mnist.load(), await mnist.load(), await mnist.load({ validation: 0 })];
      assert.deepEqual(
        [a.train.classes, a.test.pixels.subarray(0, 784)],
        [b.train.classes, b.test.pixels.subarray(0, 784)],
      );
      assert.deepEqual([c.train.size, c.validation.size, c.test.size], [8000, 0, 2000]);
    });
  });

  it("refuses a validation share that cannot be", async () => {
    for (const validation of [-1, 60_000, 0.5, Number.NaN]) {
      await assert.rejects(
        mnist.load({ validation }),
        new OptionError(`validation is ${validation}: expected a whole number from 0 to 59999.`),
      );
    }
  });

  it("loadIdx serves other sets of the format and refuses files that do not belong together", async () => {
    const path = (name: string) => join(scratch, name);
    writeFileSync(
      path("images"),
      Uint8Array.of(0, 0, 8, 4, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, ...new Array(12).fill(255)),
    );
    writeFileSync(path("labels"), Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 4, 9));
    writeFileSync(path("three"), Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 4, 9, 1));
    const set = await loadIdx(path("images"), path("labels"));
    assert.deepEqual([set.size, set.shape, set.labelAt(1), set.batch([1]).inputs[5]], [2, [1, 2, 3], 9, 1]);
    await assert.rejects(loadIdx(path("images"), path("three")), /do not match: .* found 2 images but 3 labels/);
    await assert.rejects(loadIdx(path("labels"), path("labels")), /expected images \[n, height, width\].* found \[2\]/);
    await assert.rejects(loadIdx(path("images"), path("images")), /expected labels \[n\], found \[2, 1, 2, 3\]/);
    await assert.rejects(loadIdx(path("none"), path("labels")), /none cannot be read: there is no such file/);
  });
});
