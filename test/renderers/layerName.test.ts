import assert from "node:assert/strict";
import { layerName } from "../../renderers/shared/layerName.ts";

describe("layerName", () => {
  it("calls what PyTorch's exporter writes by its module, as PyTorch does", () => {
    assert.equal(layerName("/layer4/layer4.1/conv2/Conv_output_0"), "layer4.1.conv2");
    assert.equal(layerName("/_blocks.15/_project_conv/Conv_output_0"), "_blocks.15._project_conv");
    assert.equal(layerName("/features/features.8/features.8.0/Conv_output_0"), "features.8.0");
    assert.equal(layerName("/Relu_1_output_0"), "Relu_1");
  });

  it("keeps short names, and two parts of other paths", () => {
    assert.equal(layerName("conv2d_3"), "conv2d_3");
    assert.equal(layerName("StatefulPartitionedCall/model/conv2d/Relu:0"), "conv2d/Relu");
  });

  it("cuts what is still long in the middle", () => {
    const short = layerName(`${"encoder.".repeat(8)}attention.output`);
    assert.equal(short, "encoder.enco…er.attention.output");
    assert.ok(short.length <= 32);
  });
});
