import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { decodeImage, encodePng, tfNode } from "../../kernel/library/tensorflow/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

/** PNG files put together byte by byte. */
const files = {
  // 2 × 1, one bit a pixel: black, white.
  bits: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABAQAAAADcWUInAAAACklEQVR4nGNwAAAAQgBBKTf07wAAAABJRU5ErkJggg==",
  // 2 × 1 with a palette: red, blue.
  palette:
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAMAAADD/I+4AAAABlBMVEX/AAAAAP9sof2OAAAAC0lEQVR4nGNgYAQAAAQAAr96P0oAAAAASUVORK5CYII=",
};

/** 8 × 8 pixels of 100, by TensorFlow's encode_jpeg. */
const grayJpeg =
  "/9j/4AAQSkZJRgABAQEBLAEsAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APD6/9k=";

describe("image files", () => {
  before(ready);
  const bytes = (name: keyof typeof files) => Buffer.from(files[name], "base64");

  it("come back as they were written, of 1 to 4 channels", async () => {
    for (const channels of [1, 2, 3, 4]) {
      await assertNoLeak(async () => {
        const image = tf.tidy(() => tf.randomUniform([5, 7, channels], 0, 256, "int32", 3) as tf.Tensor3D);
        const back = decodeImage(await encodePng(image));
        assert.deepEqual([back.shape, back.dtype], [[5, 7, channels], "int32"]);
        assert.deepEqual(await back.data(), await image.data());
        tf.dispose([image, back]);
      });
    }
  });

  it("are cut to bytes when they are written", async () => {
    const image = tf.tensor3d([-3, 0.9, 255.7, 300], [1, 4, 1]);
    assert.deepEqual([...decodeImage(await encodePng(image)).dataSync()], [0, 0, 255, 255]);
  });

  it("get the channels that are asked for", () => {
    const color = encode({ width: 2, height: 1, channels: 4, data: Uint8Array.of(255, 0, 0, 9, 10, 20, 30, 40) });
    const as = (channels: 0 | 1 | 3 | 4) => [...decodeImage(color, channels).dataSync()];
    assert.deepEqual(as(0), [255, 0, 0, 9, 10, 20, 30, 40]);
    assert.deepEqual(as(3), [255, 0, 0, 10, 20, 30]);
    assert.deepEqual(as(1), [76, 18]);
    const gray = encode({ width: 1, height: 1, channels: 1, data: Uint8Array.of(7) });
    assert.deepEqual([...decodeImage(gray, 4).dataSync()], [7, 7, 7, 255]);
  });

  it("of few bits, of 16 and with a palette are read", () => {
    assert.deepEqual([...decodeImage(bytes("bits")).dataSync()], [0, 255]);
    assert.deepEqual([...decodeImage(bytes("palette")).dataSync()], [255, 0, 0, 0, 0, 255]);
    const deep = encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(0x1234, 0xffff) });
    assert.deepEqual([...decodeImage(deep).dataSync()], [0x12, 0xff]);
  });

  it("of JPEG are read, in color and in gray", () => {
    const red = Uint8Array.from({ length: 8 * 8 * 4 }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 255 : 0));
    const image = decodeImage(jpeg.encode({ width: 8, height: 8, data: red }, 100).data);
    assert.deepEqual(image.shape, [8, 8, 3]);
    const [r = 0, g = 255, b = 255] = image.dataSync();
    assert.ok(r > 250 && g < 5 && b < 5, `${[r, g, b]}`);
    const gray = decodeImage(Buffer.from(grayJpeg, "base64"));
    assert.deepEqual(gray.shape, [8, 8, 1]);
    for (const value of gray.dataSync()) assert.ok(Math.abs(value - 100) <= 1, `${value}`);
  });

  it("that are none, or need TensorFlow, say so", async () => {
    assert.throws(() => decodeImage(Uint8Array.of(0x47, 0x49, 0x46, 0x38)), /is a GIF.*setup-tensorflow/);
    assert.throws(
      () => decodeImage(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)),
      /The JPEG file cannot be read: its header is missing/,
    );
    assert.throws(
      () => decodeImage(bytes("palette").subarray(0, 60)),
      /The PNG file cannot be read: its data end early/,
    );
    assert.throws(() => decodeImage(bytes("bits"), 2 as never), /channels is 2/);
    await assert.rejects(encodePng(tf.zeros([2, 2, 5])), /\[2,2,5\]: expected \[height, width/);
    assert.throws(() => tfNode.decodeGif(new Uint8Array()), /tf\.node\.decodeGif needs native TensorFlow/);
    await assert.rejects(tfNode.loadSavedModel("x"), /tf2onnx/);
  });
});
