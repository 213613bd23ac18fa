import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { encode } from "fast-png";
import { decodeImage, encodePng, node } from "../../kernel/library/tensorflow/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

/** PNG files put together byte by byte. */
const files = {
  // 2 × 1, one bit a pixel: black, white.
  bits: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABAQAAAADcWUInAAAACklEQVR4nGNwAAAAQgBBKTf07wAAAABJRU5ErkJggg==",
  // 2 × 1 with a palette: red, blue.
  palette:
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAMAAADD/I+4AAAABlBMVEX/AAAAAP9sof2OAAAAC0lEQVR4nGNgYAQAAAQAAr96P0oAAAAASUVORK5CYII=",
};

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
    const colour = encode({ width: 2, height: 1, channels: 4, data: Uint8Array.of(255, 0, 0, 9, 10, 20, 30, 40) });
    const as = (channels: 0 | 1 | 3 | 4) => [...decodeImage(colour, channels).dataSync()];
    assert.deepEqual(as(0), [255, 0, 0, 9, 10, 20, 30, 40]);
    assert.deepEqual(as(3), [255, 0, 0, 10, 20, 30]);
    assert.deepEqual(as(1), [76, 18]);
    const grey = encode({ width: 1, height: 1, channels: 1, data: Uint8Array.of(7) });
    assert.deepEqual([...decodeImage(grey, 4).dataSync()], [7, 7, 7, 255]);
  });

  it("of few bits, of 16 and with a palette are read", () => {
    assert.deepEqual([...decodeImage(bytes("bits")).dataSync()], [0, 255]);
    assert.deepEqual([...decodeImage(bytes("palette")).dataSync()], [255, 0, 0, 0, 0, 255]);
    const deep = encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(0x1234, 0xffff) });
    assert.deepEqual([...decodeImage(deep).dataSync()], [0x12, 0xff]);
  });

  it("that are none, or need TensorFlow, say so", async () => {
    assert.throws(() => decodeImage(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)), /is a JPEG.*setup-tensorflow/);
    assert.throws(() => decodeImage(bytes("palette").subarray(0, 60)), /no whole PNG file/);
    assert.throws(() => decodeImage(bytes("bits"), 2 as never), /channels is 2/);
    await assert.rejects(encodePng(tf.zeros([2, 2, 5])), /\[2,2,5\]: expected \[height, width/);
    assert.throws(() => node.decodeGif(new Uint8Array()), /tf\.node\.decodeGif needs TensorFlow's own library/);
    await assert.rejects(node.loadSavedModel("x"), /tf2onnx/);
  });
});
