import assert from "node:assert/strict";
import { unknownLayer } from "../../kernel/library/engine/unknownLayer.ts";
import { nearestNames } from "../../kernel/library/text/nearestNames.ts";

describe("a layer that is not there", () => {
  const vgg = ["block1_conv1", "block1_conv2", "block1_pool", "block2_conv1", "flatten", "fc1", "predictions"];

  it("is told with the nearest names: a slip of the pen, another case, a part of the name", () => {
    assert.deepEqual(nearestNames("block1_conv", vgg), ["block1_conv1", "block1_conv2", "block2_conv1"]);
    assert.deepEqual(nearestNames("Block2_Conv1", vgg)[0], "block2_conv1");
    assert.deepEqual(nearestNames("prediction", vgg), ["predictions"]);
    assert.deepEqual(nearestNames("flaten", vgg), ["flatten"]);
    assert.deepEqual(nearestNames("softmax", vgg), []);
    assert.deepEqual(nearestNames("", vgg), []);
  });

  it("is told with those there are, of many the first", () => {
    assert.equal(
      unknownLayer("fc2", ["conv", "fc1"]).message,
      "the model has no layer fc2: did you mean fc1? It has conv, fc1",
    );
    assert.equal(unknownLayer("x", ["conv"]).message, "the model has no layer x: it has conv");
    assert.equal(unknownLayer("x", []).message, "the model has no layer x: its layers have no names");
    const many = Array.from({ length: 100 }, (_, i) => `layer_${i}`);
    assert.match(unknownLayer("z", many).message, /layer_29 and 70 more$/);
  });
});
